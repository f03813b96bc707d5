import type { DischargeSummaryRecord } from '../../records/documents.ts';
import { DomainError } from '../../shared/errors.ts';
import { fileProblem } from '../attachment-rules.ts';
import type { DischargeContent, MissingPart } from '../schema.ts';
import { dischargeSections } from '../sections.ts';
import type { DocumentForm } from './form.ts';
import { missingSections, sectionContents, sectionRecords, startSection } from './sections.ts';

/** 退院時サマリー of a clinic with beds. */
export const dischargeForm: DocumentForm<DischargeContent, DischargeSummaryRecord> = {
  start: (chart) => ({
    kind: 'discharge_summary',
    admittedOn: null,
    dischargedOn: null,
    admitSource: null,
    dischargeDisposition: null,
    sections: dischargeSections.map((form) => startSection(form, chart)),
    leftOut: [],
  }),

  missing(content, chart, files) {
    const { admittedOn, dischargedOn } = content;
    const stay = (message: string): MissingPart => ({ at: 'stay', severity: 'must', message });
    const problems: (MissingPart | false)[] = [
      admittedOn === null && stay('入院した日を選んでください。'),
      dischargedOn === null && stay('退院した日を選んでください。'),
      admittedOn !== null &&
        dischargedOn !== null &&
        dischargedOn < admittedOn &&
        stay('退院した日が、入院した日より前になっています。'),
      dischargedOn !== null && dischargedOn > chart.today && stay('退院した日が、今日より後になっています。'),
      content.admitSource === null && stay('入院の経路を選んでください。'),
      content.dischargeDisposition === null && stay('退院時の転帰を選んでください。'),
      ...missingSections(dischargeSections, content.sections, chart),
      fileProblem(files.filter((file) => !content.leftOut.includes(file.id))),
    ];
    return problems.filter((each) => each !== false);
  },

  record(content, { head, chart, attachments }) {
    const { admittedOn, dischargedOn, admitSource, dischargeDisposition } = content;
    if (!admittedOn || !dischargedOn || !admitSource || !dischargeDisposition)
      throw new DomainError('invalid', '入院と退院の欄がうまっていません。', 'stay');
    return {
      ...head,
      kind: 'discharge_summary',
      admittedOn,
      dischargedOn,
      admitSource,
      dischargeDisposition,
      sections: sectionRecords(dischargeSections, content.sections, chart),
      attachments: attachments.filter((each) => !content.leftOut.includes(each.attachmentId)),
    };
  },

  contentOf: (record, files) => ({
    kind: 'discharge_summary',
    admittedOn: record.admittedOn,
    dischargedOn: record.dischargedOn,
    admitSource: record.admitSource as DischargeContent['admitSource'],
    dischargeDisposition: record.dischargeDisposition as DischargeContent['dischargeDisposition'],
    sections: sectionContents(dischargeSections, record.sections),
    leftOut: files
      .filter((file) => !record.attachments.some((each) => each.attachmentId === file.id))
      .map((file) => file.id),
  }),

  receiverOf: () => null,
};
