import type { Bundle, CompositionSection, Reference } from '@medplum/fhirtypes';
import type { DischargeSummaryRecord, ReferralRecord, SectionRecord } from '@shirube/core/records';
import { PROFILES } from '../profiles.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { addAttachment } from './attachment.ts';
import { addAuthor, addNamedDoctor, displayName } from './author.ts';
import { compositionHead, structuredSection, topSection, toSection } from './composition.ts';
import { dischargeSummaryToBundle } from './discharge-summary.ts';
import { DocumentBuilder, type DocumentInput, documentIdentifier } from './document-bundle.ts';
import { addVisit } from './encounter.ts';
import { organizationLines, toOrganization } from './organization.ts';
import { addEntry } from './section-entries.ts';
import {
  ATTACHMENT_SECTION,
  definitionOf,
  FROM_SECTION,
  PDF_SECTION,
  REFERRAL_SECTIONS,
  REFERRAL_STRUCTURED,
  REMARKS_SECTION,
  TO_SECTION,
} from './sections.ts';

const KIND = {
  profile: PROFILES.referralComposition,
  type: { code: '57133-1', display: '診療情報提供書' },
  title: '診療情報提供書',
} as const;
const PURPOSE = '950';
const topOf = (code: string, text: string | null, entries: readonly Reference[]) =>
  topSection(definitionOf(code, REFERRAL_SECTIONS), text, entries);

/**
 * 診療情報提供書, and the reply to one, as JP_Bundle_eReferral (composition-eReferral). What the record lacks is left out and found by
 * validateBundle.
 * @throws MapperError invalid_instant, unknown_section, missing_attachment, damaged_attachment
 */
export function referralToBundle(input: DocumentInput<ReferralRecord>): Bundle {
  const { record } = input;
  const document = new DocumentBuilder(input);
  const author = addAuthor(record.author, document);
  const from = document.add('Organization', 'from', (id) => toOrganization(record.facility, id, document));
  const to = document.add('Organization', 'to', (id) => toOrganization(record.to, id, document));
  const toDoctor = textOf(record.to.doctorName);
  const purpose = record.sections.find(({ code }) => code === PURPOSE)?.text ?? null;
  const encounter =
    record.encounter === null ? undefined : addVisit(record.encounter, 'AMB', purpose, document);

  const structured = structuredSection(REFERRAL_STRUCTURED, record.sections, (section) =>
    toSection(definitionOf(section.code, REFERRAL_STRUCTURED), {
      ...section,
      entries: entriesOf(section, encounter, document),
    }),
  );
  const section = presentList<CompositionSection>([
    topOf(FROM_SECTION, organizationLines(record.facility, displayName(record.author)), [from, author]),
    topOf(
      TO_SECTION,
      organizationLines(record.to, record.to.doctorName ?? ''),
      toDoctor === undefined ? [to] : [to, addNamedDoctor(toDoctor, 'receiver', document)],
    ),
    structured,
    topOf(ATTACHMENT_SECTION, null, attachments(input, document)),
    topOf(REMARKS_SECTION, record.remarks, []),
    topOf(
      PDF_SECTION,
      null,
      record.attachments
        .filter(({ isRendition }) => isRendition)
        .map((file) => addAttachment(file, document)),
    ),
  ]);

  return document.bundle(PROFILES.referralBundle, (id) =>
    present({
      ...compositionHead(record, { ...KIND, category: record.category }, document),
      id,
      encounter,
      author: [author, from],
      custodian: from,
      relatesTo: relatesTo(record),
      event: [{ code: [{ text: '診療情報提供書発行' }], period: { start: record.issuedOn } }],
      section,
    }),
  );
}

/** 紹介目的 refers to the visit, whose reason it is. */
function entriesOf(
  section: SectionRecord,
  encounter: Reference | undefined,
  document: DocumentBuilder,
): Reference[] {
  const entries = section.entries.flatMap((entry) => addEntry(entry, document));
  const isPurpose = section.code === PURPOSE && textOf(section.text) !== undefined;
  return isPurpose && encounter !== undefined ? [encounter, ...entries] : entries;
}

/** 210: files, and a discharge summary as a document of its own inside this one. */
function attachments(input: DocumentInput<ReferralRecord>, document: DocumentBuilder): Reference[] {
  const { attachments: files, enclosedDischargeSummary: enclosed } = input.record;
  const references = files
    .filter(({ isRendition }) => !isRendition)
    .map((file): Reference => addAttachment(file, document));
  return enclosed === null ? references : [...references, addEnclosed(input, enclosed, document)];
}

function addEnclosed(
  input: DocumentInput<ReferralRecord>,
  record: DischargeSummaryRecord,
  document: DocumentBuilder,
): Reference {
  return document.add<Bundle>('Bundle', record.documentId, () =>
    dischargeSummaryToBundle({ ...input, identifier: documentIdentifier(record), record }),
  );
}

/**
 * The letter a reply answers, by its Bundle.identifier.
 * assumed: a reply `appends` to the letter; the profile says nothing of replies, and they are 診療情報提供書 themselves.
 */
function relatesTo({ inReplyTo }: ReferralRecord) {
  if (inReplyTo === null) return undefined;
  const display = textOf(inReplyTo.facilityName);
  return [
    {
      code: 'appends' as const,
      targetIdentifier: present({
        system: IDENTIFIER_SYSTEMS.bundle,
        value: inReplyTo.identifier,
        assigner: display === undefined ? undefined : { display },
      }),
    },
  ];
}
