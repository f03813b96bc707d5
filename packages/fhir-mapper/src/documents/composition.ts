import type { Composition, CompositionSection, Reference } from '@medplum/fhirtypes';
import type { DocumentHead, SectionRecord } from '@shirube/core/records';
import { MapperError } from '../error.ts';
import { japaneseInstant } from '../instants.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present } from '../text.ts';
import { DOCUMENT_CATEGORIES, DOCUMENT_SYSTEMS, EMPTY_REASONS, VERSION_NUMBER } from './code-systems.ts';
import type { DocumentBuilder } from './document-bundle.ts';
import { narrative, plainText } from './narrative.ts';
import { type SectionDefinition, STRUCTURED_SECTION } from './sections.ts';

/**
 * What all Compositions begin with: version-number extension, identifier, final, type, category, patient, date.
 * Composition.identifier is institution ^ year ^ number of at most 32 characters: the document's UUID without its hyphens.
 */
export function compositionHead(
  record: DocumentHead,
  kind: { profile: string; type: { code: string; display: string }; category: string; title: string },
  document: DocumentBuilder,
) {
  const { institutionCode } = record.facility;
  const number = record.documentId.replaceAll('-', '');
  return {
    resourceType: 'Composition' as const,
    meta: document.meta(kind.profile),
    extension: [{ url: VERSION_NUMBER, valueString: String(record.versionNo) }],
    identifier: {
      system: IDENTIFIER_SYSTEMS.resourceInstance,
      value: `${institutionCode}^${record.issuedOn.slice(0, 4)}^${number}`,
    },
    status: 'final' as const,
    type: { coding: [{ system: DOCUMENT_SYSTEMS.type, ...kind.type }] },
    category: [
      {
        coding: [
          present({
            system: DOCUMENT_SYSTEMS.subtype,
            code: kind.category,
            display: DOCUMENT_CATEGORIES[kind.category],
          }),
        ],
      },
    ],
    subject: document.patient,
    date: japaneseInstant(record.confirmedAt),
    title: kind.title,
  } satisfies Partial<Composition>;
}

/** Code and title of a section, which the profile fixes. */
export function sectionHead({ code, title }: Pick<SectionDefinition, 'code' | 'title'>) {
  return {
    title,
    code: { coding: [{ system: DOCUMENT_SYSTEMS.section, code, display: `${title}セクション` }] },
  };
}

/**
 * One section. Words without entries are said to be all there is (emptyReason unavailable); a reason never stands beside entries
 * (cmp-2); where only the reason is known, its words stand in the text (cmp-1). Undefined when there is nothing to say at all.
 */
export function toSection(
  definition: SectionDefinition,
  content: {
    text: string | null;
    entries?: readonly Reference[];
    emptyReason?: SectionRecord['emptyReason'] | undefined;
  },
): CompositionSection | undefined {
  const entries = content.entries ?? [];
  const words = plainText(content.text);
  if (entries.length > 0) {
    return present({
      ...sectionHead(definition),
      text: words === undefined ? undefined : narrative(words),
      entry: [...entries],
    });
  }
  const reason = content.emptyReason ?? (words === undefined ? null : 'unavailable');
  const empty = reason === null ? undefined : EMPTY_REASONS[reason];
  const text = words ?? empty?.words;
  if (reason === null || empty === undefined || text === undefined) return undefined;
  return { ...sectionHead(definition), text: narrative(text), emptyReason: emptyReason(reason) };
}

/** A section beside 構造情報: its words and entries. Undefined when it has neither. */
export function topSection(
  definition: SectionDefinition,
  text: string | null,
  entries: readonly Reference[],
): CompositionSection | undefined {
  const words = plainText(text);
  if (words === undefined && entries.length === 0) return undefined;
  return present({
    ...sectionHead(definition),
    text: words === undefined ? undefined : narrative(words),
    entry: entries.length === 0 ? undefined : [...entries],
  });
}

/**
 * 構造情報 (300) with its sub-sections in the order of the profile. It carries emptyReason unavailable itself when none of them has
 * entries (errata of 2025-05-22, right under 1.10.0 too).
 * @throws MapperError unknown_section for a section the document does not have
 */
export function structuredSection(
  definitions: readonly SectionDefinition[],
  records: readonly SectionRecord[],
  toContent: (record: SectionRecord) => CompositionSection | undefined,
): CompositionSection {
  if (records.some(({ code }) => !definitions.some((definition) => definition.code === code))) {
    throw new MapperError(
      'unknown_section',
      'この文書にない項目が書かれているため、送信データを作れません。システム管理者に連絡してください。',
    );
  }
  const section = definitions.flatMap(({ code }) =>
    records.filter((record) => record.code === code).flatMap((record) => toContent(record) ?? []),
  );
  const hasEntries = section.some(({ entry }) => entry !== undefined);
  return present({
    ...sectionHead({ code: STRUCTURED_SECTION, title: '構造情報' }),
    emptyReason: hasEntries ? undefined : emptyReason('unavailable'),
    section: section.length === 0 ? undefined : section,
  });
}

function emptyReason(code: string) {
  return present({
    coding: [present({ system: DOCUMENT_SYSTEMS.emptyReason, code, display: EMPTY_REASONS[code]?.display })],
  });
}
