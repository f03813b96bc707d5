import type { FamilyMemberHistory, Immunization, Procedure, Reference } from '@medplum/fhirtypes';
import type { SectionEntry } from '@shirube/core/records';
import { PROFILES } from '../profiles.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { DOCUMENT_SYSTEMS, FAMILY_MEMBER, RELATIONSHIPS } from './code-systems.ts';
import type { DocumentBuilder } from './document-bundle.ts';
import { plainText } from './narrative.ts';

type EntryOf<T extends SectionEntry['type']> = Extract<SectionEntry, { type: T }>;

/** 手術, 輸血, 処置, 入院中治療 as JP_Procedure_eCS. */
export function addProcedure(entry: EntryOf<'procedure'>, document: DocumentBuilder): Reference<Procedure> {
  return document.add('Procedure', entry.id, (id) =>
    present({
      resourceType: 'Procedure' as const,
      id,
      meta: document.meta(PROFILES.procedure),
      identifier: resourceIdentifier(entry.id),
      status: 'completed' as const,
      code: named(entry.name),
      subject: document.patient,
      performedDateTime: textOf(entry.performedOn),
      note: noteOf(entry.note),
    }),
  );
}

/** 予防接種 as JP_Immunization_eCS; occurrence is mandatory, so an unknown day is said in words. */
export function addImmunization(
  entry: EntryOf<'immunization'>,
  document: DocumentBuilder,
): Reference<Immunization> {
  const day = textOf(entry.givenOn);
  return document.add('Immunization', entry.id, (id) =>
    present({
      resourceType: 'Immunization' as const,
      id,
      meta: document.meta(PROFILES.immunization),
      identifier: resourceIdentifier(entry.id),
      status: 'completed' as const,
      vaccineCode: named(entry.vaccine) ?? {},
      patient: document.patient,
      occurrenceDateTime: day,
      occurrenceString: day === undefined ? '不明' : undefined,
      note: noteOf(entry.note),
    }),
  );
}

/** 家族歴 as JP_FamilyMemberHistory_eCS: who, and what they had. */
export function addFamilyHistory(
  entry: EntryOf<'family_history'>,
  document: DocumentBuilder,
): Reference<FamilyMemberHistory> {
  const condition = named(entry.condition);
  return document.add('FamilyMemberHistory', entry.id, (id) =>
    present({
      resourceType: 'FamilyMemberHistory' as const,
      id,
      meta: document.meta(PROFILES.familyMemberHistory),
      identifier: resourceIdentifier(entry.id),
      // Fixed in the profile: what is known of a family is never all there is.
      status: 'partial' as const,
      patient: document.patient,
      relationship: present({
        coding: [{ system: DOCUMENT_SYSTEMS.relationship, ...relationshipCode(entry.relationship) }],
        text: textOf(entry.relationship),
      }),
      note: noteOf(entry.note),
      condition: condition === undefined ? undefined : [{ code: condition }],
    }),
  );
}

function relationshipCode(words: string): { code: string; display: string } {
  const found = RELATIONSHIPS.find(([, , names]) => names.includes(words.trim()));
  return found === undefined ? FAMILY_MEMBER : { code: found[0], display: found[1] };
}

function resourceIdentifier(id: string) {
  return presentList([
    textOf(id) === undefined ? undefined : { system: IDENTIFIER_SYSTEMS.resourceInstance, value: id },
  ]);
}

function named(name: string): { text: string } | undefined {
  const text = plainText(name);
  return text === undefined ? undefined : { text };
}

function noteOf(note: string | null): { text: string }[] | undefined {
  const text = plainText(note);
  return text === undefined ? undefined : [{ text }];
}
