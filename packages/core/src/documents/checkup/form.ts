import type { CheckupReportRecord } from '../../records/documents.ts';
import type { ChartForDocument } from '../chart.ts';
import type { DocumentForm } from '../forms/form.ts';
import { ageOn } from './computed.ts';
import { contentOfCheckup } from './content-of.ts';
import { missingInCheckup } from './missing.ts';
import { prefilledEntries } from './prefill.ts';
import { CHECKUP_PROGRAMS } from './programs.ts';
import { checkupRecord } from './record.ts';
import type { CheckupContent, CheckupRow } from './schema.ts';

/** 健康診断結果報告書. From the 75th birthday on it begins as that of the 広域連合, before as 特定健診; another is one click away. */
export const checkupForm: DocumentForm<CheckupContent, CheckupReportRecord> = {
  start: (chart) => {
    const program = ageOn(chart.patient.birthDate, chart.today) >= 75 ? 'late_elderly' : 'special';
    const { reportCategory, programCode } = CHECKUP_PROGRAMS[program];
    return {
      kind: 'checkup',
      program,
      reportCategory,
      programCode,
      examinedOn: chart.today,
      setting: 'individual',
      ticketNumber: '',
      entries: prefilledEntries(rowsOf(chart), chart),
      addedRows: [],
      judgement: '',
    };
  },
  missing: (content, chart) => missingInCheckup(rowsOf(chart), content, chart),
  record: (content, { head, chart }) => checkupRecord(rowsOf(chart), content, head),
  contentOf: contentOfCheckup,
  receiverOf: () => null,
};

/** The lines that were loaded with the chart: a check-up is never written without them. */
function rowsOf({ checkup }: ChartForDocument): readonly CheckupRow[] {
  if (checkup === null) throw new Error('a check-up needs its items');
  return checkup.rows;
}
