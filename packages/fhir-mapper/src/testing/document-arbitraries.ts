import { createHash } from 'node:crypto';
import type {
  AttachmentRecord,
  CareSummaryRecord,
  DischargeSummaryRecord,
  DocumentHead,
  OrganizationRecord,
  ReferralRecord,
  SectionEntry,
  SectionRecord,
} from '@shirube/core/records';
import { addDays } from '@shirube/terminology';
import fc from 'fast-check';
import { ADMIT_SOURCES, DISCHARGE_DISPOSITIONS, PLAN_CATEGORIES } from '../documents/code-systems.ts';
import { DISCHARGE_STRUCTURED, REFERRAL_STRUCTURED, type SectionDefinition } from '../documents/sections.ts';
import {
  allergyRecord,
  conditionRecord,
  day,
  instant,
  labReport,
  phrase,
  practitioner,
  reportUnit,
  word,
} from './arbitraries.ts';
import { medicationOrder } from './medications.ts';

/** A text as it is typed into a section: lines, blanks, what looks like markup, 外字, and now and then very much of it. */
const piece = fc.constantFrom(
  ...['\n', '\r\n', ' ', '　', '\t', '<b>', '</div>', '&', '&amp;', '"', "'", '>', '<', '１', '①', '\uE000'],
  ...['髙﨑', '𠮷野', '葛\u{E0100}', 'か\u3099', '血圧', '152/88', 'mmHg', '息切れ', '。'],
);
const typed = fc.array(piece, { minLength: 1, maxLength: 30 }).map((parts) => `記${parts.join('')}`);
export const sectionText = fc.oneof(
  { weight: 60, arbitrary: typed },
  { weight: 1, arbitrary: typed.map((text) => text.repeat(400)) },
);
const blankText = fc.constantFrom('', ' ', '\n');
const note = fc.oneof(fc.constant(null), blankText, typed);
const optionalDay = fc.oneof(fc.constant(null), day('1950-01-01', 28_000));
const uuid = fc.uuid({ version: 7 });
const emptyReason = fc.constantFrom<SectionRecord['emptyReason']>(
  'nilknown',
  'notasked',
  'unavailable',
  null,
);

const ENTRIES: Readonly<Record<string, fc.Arbitrary<SectionEntry>>> = {
  Condition: conditionRecord.map((record) => ({ type: 'condition', record })),
  AllergyIntolerance: allergyRecord.map((record) => ({ type: 'allergy', record })),
  Observation: labReport.map((record) => ({ type: 'lab_report', record })),
  MedicationRequest: medicationOrder.map((record) => ({ type: 'medication', record })),
  Procedure: fc.record({
    type: fc.constant('procedure' as const),
    id: uuid,
    name: typed,
    performedOn: optionalDay,
    note,
  }),
  Immunization: fc.record({
    type: fc.constant('immunization' as const),
    id: uuid,
    vaccine: typed,
    givenOn: optionalDay,
    note,
  }),
  FamilyMemberHistory: fc.record({
    type: fc.constant('family_history' as const),
    id: uuid,
    relationship: fc.oneof(fc.constantFrom('父', '母', '兄', '祖母'), word(20)),
    condition: typed,
    note,
  }),
};

/** One section of a table: words, entries where it takes any, or why it is empty. Mandatory ones always say something. */
function section({ code, types, cardinality, entries }: SectionDefinition): fc.Arbitrary<SectionRecord> {
  const own = types.flatMap((type) => ENTRIES[type] ?? []);
  const needsEntries = entries[0] > 0 && own.length > 0;
  const isMandatory = cardinality[0] > 0;
  return fc.record({
    code: fc.constant(code),
    text: isMandatory ? sectionText : fc.oneof(blankText, sectionText),
    emptyReason,
    entries:
      own.length === 0
        ? fc.constant([])
        : fc.array(fc.oneof(...own), { minLength: needsEntries ? 1 : 0, maxLength: 2 }),
  });
}

/** Some of the sections of a table, in any order, every mandatory one among them. */
function sections(definitions: readonly SectionDefinition[]): fc.Arbitrary<SectionRecord[]> {
  const mandatory = definitions.filter(({ cardinality }) => cardinality[0] > 0);
  const optional = definitions.filter(({ cardinality }) => cardinality[0] === 0);
  return fc
    .tuple(fc.shuffledSubarray(optional, { maxLength: 4 }), fc.boolean())
    .chain(([chosen, isReversed]) => {
      const all = [...mandatory, ...chosen];
      return fc.tuple(...(isReversed ? all.toReversed() : all).map(section));
    })
    .map(withOwnIds);
}

/** Ids as the database gives them: no two facts share one. */
function withOwnIds(records: SectionRecord[]): SectionRecord[] {
  let count = 0;
  const next = (): string => {
    count += 1;
    return `01989f00-0000-7000-8000-${String(count).padStart(12, '0')}`;
  };
  const own = (entry: SectionEntry): SectionEntry => {
    switch (entry.type) {
      case 'condition':
        return { ...entry, record: { ...entry.record, conditionId: next() } };
      case 'allergy':
        return { ...entry, record: { ...entry.record, allergyId: next() } };
      case 'lab_report': {
        const results = entry.record.results.map((result) => ({ ...result, observationId: next() }));
        return { ...entry, record: { ...entry.record, results } };
      }
      case 'medication':
        return { ...entry, record: { ...entry.record, prescriptionId: next() } };
      default:
        return { ...entry, id: next() };
    }
  };
  return records.map((record) => ({ ...record, entries: record.entries.map(own) }));
}

/** A file with its bytes, from one byte to some kilobytes. */
const file: fc.Arbitrary<{ record: AttachmentRecord; bytes: Uint8Array }> = fc
  .record({
    bytes: fc.uint8Array({ minLength: 1, maxLength: 5000 }),
    attachmentId: uuid,
    title: word(60),
    mediaType: fc.constantFrom('application/pdf', 'image/jpeg', 'image/png'),
    createdAt: instant,
    isRendition: fc.boolean(),
  })
  .map(({ bytes, ...rest }) => ({
    bytes,
    record: {
      ...rest,
      byteLength: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  }));

const head = fc
  .record({
    documentId: uuid,
    versionNo: fc.integer({ min: 1, max: 99 }),
    issuedOn: fc.oneof(
      fc.constantFrom('2024-02-29', '2026-12-31', '2027-01-01', '2039-12-31'),
      fc.integer({ min: 0, max: 5000 }).map((offset) => addDays('2024-01-01', offset)),
    ),
    confirmedAt: instant,
    unit: reportUnit,
    author: practitioner,
    medicalRegistrationNumber: fc.constantFrom(null, '', '123456'),
    fax: fc.constantFrom(null, '', '0300000000'),
  })
  .map(
    ({ unit, author, medicalRegistrationNumber, fax, ...rest }): Omit<DocumentHead, 'encounter'> => ({
      ...rest,
      facility: { ...unit.facility, fax },
      patient: unit.patient,
      author: { ...author, familyName: author.familyName.trim() || '標', medicalRegistrationNumber },
    }),
  );
const encounter = fc.oneof(
  fc.constant(null),
  conditionRecord.map((record) => record.encounter),
);
const optional = fc.oneof(fc.constant(null), blankText, word(60));
const receiver: fc.Arbitrary<OrganizationRecord & { doctorName: string | null }> = fc.record({
  institutionCode: fc.stringMatching(/^[0-4][0-9][1-3][0-9]{7}$/),
  name: phrase,
  postalCode: optional,
  address: optional,
  phone: optional,
  departmentCode: fc.constantFrom(null, '08', '99'),
  departmentName: optional,
  doctorName: optional,
});

/** A document and the bytes of its files. */
export interface Generated<R extends DocumentHead> {
  record: R;
  attachments: ReadonlyMap<string, Uint8Array>;
}

const files = fc.uniqueArray(file, { maxLength: 3, selector: ({ record }) => record.attachmentId });
const bytesOf = (chosen: readonly { record: AttachmentRecord; bytes: Uint8Array }[]) =>
  new Map(chosen.map(({ record, bytes }) => [record.attachmentId, bytes]));

export const dischargeSummary: fc.Arbitrary<Generated<DischargeSummaryRecord>> = fc
  .record({
    head,
    encounter,
    admittedOn: day('2020-01-01', 2000),
    days: fc.integer({ min: 0, max: 400 }),
    admitSource: fc.constantFrom(...Object.keys(ADMIT_SOURCES)),
    dischargeDisposition: fc.constantFrom(...Object.keys(DISCHARGE_DISPOSITIONS)),
    sections: sections(DISCHARGE_STRUCTURED),
    files,
  })
  .map(({ head: own, days, files: chosen, ...rest }) => ({
    record: {
      ...own,
      ...rest,
      kind: 'discharge_summary' as const,
      dischargedOn: addDays(rest.admittedOn, days),
      attachments: chosen.map(({ record }) => record),
    },
    attachments: bytesOf(chosen),
  }));

export const referral: fc.Arbitrary<Generated<ReferralRecord>> = fc
  .record({
    head,
    encounter,
    kind: fc.constantFrom('referral', 'reply' as const),
    category: fc.constantFrom('OUTPATIENT', 'DISCHARGE' as const),
    to: receiver,
    sections: sections(REFERRAL_STRUCTURED),
    remarks: fc.oneof(fc.constant(null), blankText, sectionText),
    inReplyTo: fc.oneof(
      fc.constant(null),
      fc.record({ identifier: fc.constant('1311234567^2026^letter-1'), facilityName: phrase }),
    ),
    files,
    enclosed: fc.option(dischargeSummary, { freq: 8 }),
  })
  .map(({ head: own, files: chosen, enclosed, ...rest }) => ({
    record: {
      ...own,
      ...rest,
      attachments: chosen.map(({ record }) => record),
      // One patient and one institution, as in every document with another inside.
      enclosedDischargeSummary:
        enclosed === null ? null : { ...enclosed.record, facility: own.facility, patient: own.patient },
    },
    attachments: new Map([...bytesOf(chosen), ...(enclosed?.attachments ?? [])]),
  }));

const toldCondition = conditionRecord.map((record) => ({
  ...record,
  uninformed: false,
  undelivered: false,
}));

export const careSummary: fc.Arbitrary<Generated<CareSummaryRecord>> = fc
  .record({
    head,
    encounter,
    category: fc.constantFrom('OUTPATIENT', 'DISCHARGE' as const),
    planCategory: fc.constantFrom(...Object.keys(PLAN_CATEGORIES)),
    periodStart: day('2020-01-01', 2000),
    days: fc.option(fc.integer({ min: 0, max: 400 })),
    plan: sectionText,
    // What the patient was not told stands in no summary for the patient.
    conditions: fc.uniqueArray(toldCondition, {
      minLength: 1,
      maxLength: 3,
      selector: ({ conditionId }) => conditionId,
    }),
  })
  .map(({ head: own, days, ...rest }) => ({
    record: {
      ...own,
      ...rest,
      kind: 'care_summary' as const,
      periodEnd: days === null ? null : addDays(rest.periodStart, days),
    },
    attachments: new Map(),
  }));
