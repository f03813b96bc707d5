import type { Bundle, EncounterDiagnosis, Reference } from '@medplum/fhirtypes';
import type { DischargeSummaryRecord, SectionRecord } from '@shirube/core/records';
import { PROFILES } from '../profiles.ts';
import { present, presentList } from '../text.ts';
import { addAttachment, addTextDocument } from './attachment.ts';
import { addAuthor } from './author.ts';
import { compositionHead, structuredSection, topSection, toSection } from './composition.ts';
import { DocumentBuilder, type DocumentInput } from './document-bundle.ts';
import { addStay, diagnosisOf } from './encounter.ts';
import { plainText } from './narrative.ts';
import { toOrganization } from './organization.ts';
import { addEntry } from './section-entries.ts';
import {
  ATTACHMENT_SECTION,
  DISCHARGE_SECTIONS,
  DISCHARGE_STRUCTURED,
  definitionOf,
  PDF_SECTION,
} from './sections.ts';

const KIND = {
  profile: PROFILES.dischargeSummaryComposition,
  type: { code: '18842-5', display: '退院時サマリー' },
  category: 'DISCHARGE',
  title: '退院時サマリー',
} as const;

const ADMISSION_DETAILS = '322';
const DISCHARGE_DETAILS = '324';
const ADMISSION_REASON = '312';
const HOSPITAL_COURSE = '333';
const DISCHARGE_MEDICATION = '444';

/** The sections whose diagnoses the stay names, and which part they played in it. */
const DIAGNOSIS_ROLES = [
  ['342', { code: 'AD', display: 'Admission diagnosis' }],
  ['344', { code: 'DD', display: 'Discharge diagnosis' }],
  ['352', { code: 'CC', display: 'Chief complaint' }],
] as const;

/**
 * 退院時サマリー as JP_Bundle_eDischargeSummary (composition-eDischargeSummary). It travels inside a 診療情報提供書. What the record
 * lacks is left out and found by validateBundle.
 * @throws MapperError invalid_instant, unknown_section, missing_attachment, damaged_attachment
 */
export function dischargeSummaryToBundle(input: DocumentInput<DischargeSummaryRecord>): Bundle {
  const { record } = input;
  const document = new DocumentBuilder(input);
  const author = addAuthor(record.author, document);
  const organization = document.add('Organization', 'from', (id) =>
    toOrganization(record.facility, id, document),
  );
  const reason = record.sections.find(({ code }) => code === ADMISSION_REASON)?.text ?? null;
  const stay = addStay(record, reason, diagnoses(record, document), document);

  const section = presentList([
    structuredSection(DISCHARGE_STRUCTURED, withDetails(record.sections), (section) =>
      toSection(definitionOf(section.code, DISCHARGE_STRUCTURED), {
        ...section,
        entries: entriesOf(section, stay, document),
      }),
    ),
    topSection(
      definitionOf(ATTACHMENT_SECTION, DISCHARGE_SECTIONS),
      null,
      attachments(record, false, document),
    ),
    topSection(definitionOf(PDF_SECTION, DISCHARGE_SECTIONS), null, attachments(record, true, document)),
  ]);

  return document.bundle(PROFILES.dischargeSummaryBundle, (id) =>
    present({
      ...compositionHead(record, KIND, document),
      id,
      encounter: stay,
      author: [author, organization],
      custodian: organization,
      event: [{ period: { start: record.admittedOn, end: record.dischargedOn } }],
      section,
    }),
  );
}

/** 入院時詳細 and 退院時詳細 are always there: they refer to the stay, whatever words stand in them. */
function withDetails(sections: readonly SectionRecord[]): SectionRecord[] {
  const missing = [ADMISSION_DETAILS, DISCHARGE_DETAILS].filter(
    (code) => !sections.some((section) => section.code === code),
  );
  return [...sections, ...missing.map((code) => ({ code, text: '', emptyReason: null, entries: [] }))];
}

/** Some sections must have entries that the record says elsewhere: the stay, and 入院中経過 as a document of its own. */
function entriesOf(section: SectionRecord, stay: Reference, document: DocumentBuilder): Reference[] {
  const isAtDischarge = section.code === DISCHARGE_MEDICATION;
  const entries = section.entries.flatMap((entry) => addEntry(entry, document, isAtDischarge));
  const text = plainText(section.text);
  switch (section.code) {
    case ADMISSION_DETAILS:
    case DISCHARGE_DETAILS:
      return [stay, ...entries];
    case ADMISSION_REASON:
      return text === undefined ? entries : [stay, ...entries];
    case HOSPITAL_COURSE:
      return text === undefined
        ? entries
        : [addTextDocument('入院中経過', text, HOSPITAL_COURSE, document), ...entries];
    default:
      return entries;
  }
}

function diagnoses(record: DischargeSummaryRecord, document: DocumentBuilder): EncounterDiagnosis[] {
  return DIAGNOSIS_ROLES.flatMap(([code, role]) =>
    record.sections
      .filter((section) => section.code === code)
      .flatMap(({ entries }) => entries.filter(({ type }) => type === 'condition'))
      .flatMap((entry) => addEntry(entry, document))
      .map((condition) => diagnosisOf(condition, role)),
  );
}

function attachments(
  record: DischargeSummaryRecord,
  renditions: boolean,
  document: DocumentBuilder,
): Reference[] {
  return record.attachments
    .filter(({ isRendition = false }) => isRendition === renditions)
    .map((file) => addAttachment(file, document));
}
