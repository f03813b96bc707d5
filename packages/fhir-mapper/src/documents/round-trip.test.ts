import type { Bundle } from '@medplum/fhirtypes';
import type {
  AttachmentRecord,
  DocumentHead,
  ReceivedDocument,
  ReceivedItem,
  ReceivedSection,
  SectionEntry,
  SectionRecord,
} from '@shirube/core/records';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { japaneseInstant } from '../instants.ts';
import { readInformation } from '../reading/information.ts';
import { serializeBundle } from '../serialize.ts';
import { careSummary, dischargeSummary, type Generated, referral } from '../testing/document-arbitraries.ts';
import { nameText, textOf } from '../text.ts';
import { validateBundle } from '../validation/validate-bundle.ts';
import { careSummaryToBundle } from './care-summary.ts';
import { DOCUMENT_CATEGORIES, EMPTY_REASONS } from './code-systems.ts';
import { dischargeSummaryToBundle } from './discharge-summary.ts';
import { type DocumentInput, documentIdentifier } from './document-bundle.ts';
import { plainText } from './narrative.ts';
import { readDocument } from './reading/read-document.ts';
import { referralToBundle } from './referral.ts';

/**
 * A generated referral is a large thing, so that only some are tried each time; SHIRUBE_PROPERTY_RUNS tries more. A failure prints its
 * seed.
 */
const numRuns = Number(process.env.SHIRUBE_PROPERTY_RUNS ?? 60);
const RUNS = { numRuns };
/** Milliseconds a test may take: many times what it takes. */
const PATIENCE = 500 * numRuns;

function inputOf<R extends DocumentHead>({ record, attachments }: Generated<R>): DocumentInput<R> {
  return {
    identifier: documentIdentifier(record),
    timestamp: '2026-11-20T01:02:03.004Z',
    record,
    attachments,
  };
}
const sent = (bundle: Bundle): Bundle =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(serializeBundle(bundle)));
const orNull = (text: string | undefined): string | null => text ?? null;

function expectHead(document: ReceivedDocument, record: DocumentHead): void {
  const { facility, author, patient } = record;
  expect(document.unread).toEqual([]);
  expect(document).toMatchObject({
    identifier: documentIdentifier(record),
    versionText: String(record.versionNo),
    createdAt: japaneseInstant(record.confirmedAt),
    from: {
      institutionCode: facility.institutionCode,
      name: textOf(facility.name),
      postalCode: orNull(textOf(facility.postalCode)),
      address: textOf(facility.address),
      phone: facility.phone,
      departmentName: textOf(facility.departmentName),
      doctorName: [nameText(author.familyName), nameText(author.givenName)].filter(Boolean).join(' '),
    },
    person: {
      familyName: nameText(patient.familyName),
      givenName: nameText(patient.givenName),
      birthDate: patient.birthDate,
      sex: patient.sex,
      address: textOf(patient.address ?? ''),
    },
  });
}

/** What an entry of the record must be found as: its ids in our own items, its words in notes. */
function expectEntry(entry: SectionEntry, items: readonly ReceivedItem[]): void {
  const identified = (id: string): ReceivedItem | undefined =>
    items.find(({ source }) => source.identifier === id);
  const expectNote = (id: string, title: string, words: (string | null)[]): void => {
    const note = identified(id);
    expect(note).toMatchObject({ kind: 'note' });
    const text = note?.kind === 'note' ? [note.title, ...note.lines].join('\n') : '';
    for (const word of [title, ...words]) expect(text).toContain(plainText(word) ?? '');
  };
  switch (entry.type) {
    case 'condition':
      expect(identified(entry.record.conditionId)).toMatchObject({
        kind: 'condition',
        displayName: textOf(entry.record.displayName),
        onsetDate: entry.record.onsetDate,
      });
      break;
    case 'allergy':
      expect(identified(entry.record.allergyId)).toMatchObject({ kind: 'allergy', code: entry.record.code });
      break;
    case 'lab_report':
      for (const { observationId, localCode } of entry.record.results) {
        expect(identified(observationId)).toMatchObject({ kind: 'result', result: { localCode } });
      }
      break;
    case 'medication':
      expect(items.filter(({ kind }) => kind === 'medication').length).toBeGreaterThanOrEqual(
        entry.record.rps.flatMap(({ medications }) => medications).length,
      );
      break;
    case 'procedure':
      expectNote(entry.id, entry.name, [entry.performedOn, entry.note]);
      break;
    case 'immunization':
      expectNote(entry.id, entry.vaccine, [entry.givenOn ?? '不明', entry.note]);
      break;
    case 'family_history':
      expectNote(entry.id, entry.relationship, [entry.condition, entry.note]);
      break;
  }
}

function expectSections(document: ReceivedDocument, records: readonly SectionRecord[]): void {
  const structured = document.sections.find(({ code }) => code === '300')?.sections ?? [];
  for (const { code, text, emptyReason, entries } of records) {
    const section = structured.find((candidate) => candidate.code === code);
    const words = plainText(text);
    const isEmpty = words === undefined && emptyReason === null && entries.length === 0;
    if (isEmpty && section === undefined) continue;
    const reason =
      words === undefined && entries.length === 0 && emptyReason !== null
        ? EMPTY_REASONS[emptyReason]?.words
        : '';
    expect(section?.text, code).toBe(words ?? reason);
    for (const entry of entries) expectEntry(entry, section?.items ?? []);
    const hasEntries = (section?.items.length ?? 0) > 0 || entries.length > 0;
    if (!hasEntries && !['322', '324', '312', '333', '950'].includes(code)) {
      expect(section?.emptyReason, code).toBe(emptyReason ?? 'unavailable');
    }
  }
  expect(structured.map(({ code }) => code)).toEqual([...new Set(structured.map(({ code }) => code))]);
}

function expectFiles(
  document: ReceivedDocument,
  files: readonly AttachmentRecord[],
  bytes: ReadonlyMap<string, Uint8Array>,
): void {
  const inOrder = [...files.filter((each) => !each.isRendition), ...files.filter((each) => each.isRendition)];
  expect(document.attachments).toEqual(
    inOrder.map(({ attachmentId, title, mediaType, byteLength, sha256 }) => ({
      title: textOf(title),
      mediaType,
      byteLength,
      sha256,
      content: new Uint8Array(bytes.get(attachmentId) ?? []),
    })),
  );
}

/** The items of a document are those of its entries, each read as it would be by itself. */
function expectSameItems(document: ReceivedDocument, bundle: Bundle): void {
  const all = (sections: readonly ReceivedSection[]): ReceivedItem[] =>
    sections.flatMap(({ items, sections: deeper }) => [...items, ...all(deeper)]);
  const found = all(document.sections).filter(({ kind }) => kind !== 'note');
  const byReference = (items: ReceivedItem[]) => new Map(items.map((item) => [item.source.reference, item]));
  expect(byReference(found)).toEqual(byReference(readInformation(bundle).items));
}

const errors = (bundle: Bundle) => validateBundle(bundle).filter(({ severity }) => severity === 'error');

describe('records → document → records', () => {
  test(
    '診療情報提供書',
    () => {
      fc.assert(
        fc.property(referral, (generated) => {
          const { record, attachments } = generated;
          const bundle = sent(referralToBundle(inputOf(generated)));
          const document = readDocument(bundle);
          expectHead(document, record);
          expect(document).toMatchObject({
            kind: 'referral',
            issuedOn: record.issuedOn,
            categoryText: DOCUMENT_CATEGORIES[record.category],
            to: {
              institutionCode: record.to.institutionCode,
              name: textOf(record.to.name),
              address: orNull(textOf(record.to.address)),
              phone: orNull(textOf(record.to.phone)),
              departmentName: orNull(textOf(record.to.departmentName)),
              doctorName: orNull(textOf(record.to.doctorName)),
            },
          });
          expect(document.inReplyTo).toEqual(
            record.inReplyTo === null
              ? null
              : {
                  identifier: record.inReplyTo.identifier,
                  facilityName: textOf(record.inReplyTo.facilityName),
                },
          );
          expectSections(document, record.sections);
          expectSameItems(document, bundle);
          expectFiles(document, record.attachments, attachments);
          expect(document.sections.find(({ code }) => code === '220')?.text).toBe(plainText(record.remarks));
          const { enclosedDischargeSummary: enclosed } = record;
          expect(document.enclosed).toHaveLength(enclosed === null ? 0 : 1);
          if (enclosed !== null && document.enclosed[0] !== undefined) {
            expectHead(document.enclosed[0], enclosed);
            expectSections(document.enclosed[0], enclosed.sections);
          }
        }),
        RUNS,
      );
    },
    PATIENCE,
  );

  test(
    '退院時サマリー',
    () => {
      fc.assert(
        fc.property(dischargeSummary, (generated) => {
          const { record, attachments } = generated;
          const bundle = sent(dischargeSummaryToBundle(inputOf(generated)));
          const document = readDocument(bundle);
          expectHead(document, record);
          expect(document.kind).toBe('discharge_summary');
          expect(document.sections[0]?.text).toBe(`${record.admittedOn} 〜 ${record.dischargedOn}`);
          expectSections(document, record.sections);
          expectSameItems(document, bundle);
          expectFiles(document, record.attachments, attachments);
        }),
        RUNS,
      );
    },
    PATIENCE,
  );

  test(
    '患者サマリー',
    () => {
      fc.assert(
        fc.property(careSummary, (generated) => {
          const { record } = generated;
          const bundle = sent(careSummaryToBundle(inputOf(generated)));
          const document = readDocument(bundle);
          expectHead(document, record);
          const items = document.sections[0]?.items ?? [];
          const [plan] = items;
          const lines = plan?.kind === 'note' ? plan.lines.join('\n') : '';
          expect(lines).toContain(`内容：${plainText(record.plan)}`);
          expect(lines).toContain(
            `期間：${record.periodStart} 〜${record.periodEnd === null ? '' : ` ${record.periodEnd}`}`,
          );
          for (const condition of record.conditions)
            expectEntry({ type: 'condition', record: condition }, items);
          expectSameItems(document, bundle);
        }),
        RUNS,
      );
    },
    PATIENCE,
  );
});

describe('complete records always validate, and give the same bytes', () => {
  const kinds = fc.oneof(
    referral.map((generated) => () => referralToBundle(inputOf(generated))),
    dischargeSummary.map((generated) => () => dischargeSummaryToBundle(inputOf(generated))),
    careSummary.map((generated) => () => careSummaryToBundle(inputOf(generated))),
  );
  test(
    'documents of all kinds',
    () => {
      fc.assert(
        fc.property(kinds, (make) => {
          const bundle = make();
          expect(errors(bundle)).toEqual([]);
          expect(Buffer.compare(serializeBundle(bundle), serializeBundle(make()))).toBe(0);
        }),
        RUNS,
      );
    },
    PATIENCE,
  );
});
