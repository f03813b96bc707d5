import type { ReferralRecord } from '../../records/documents.ts';
import { DomainError } from '../../shared/errors.ts';
import { fileProblem } from '../attachment-rules.ts';
import type { MissingPart, ReferralContent } from '../schema.ts';
import { referralSections } from '../sections.ts';
import type { DocumentForm } from './form.ts';
import { missingSections, sectionContents, sectionRecords, startSection } from './sections.ts';

/** 診療情報提供書, and the reply to one. */
export const referralForm = (
  kind: ReferralContent['kind'],
): DocumentForm<ReferralContent, ReferralRecord> => ({
  start: (chart) => ({
    kind,
    category: 'OUTPATIENT',
    to: null,
    sections: referralSections.map((form) => startSection(form, chart)),
    remarks: '',
    leftOut: [],
    enclosedDocumentId: null,
    consented: null,
    inReplyTo: null,
  }),

  missing(content, chart, files) {
    const problems: (MissingPart | false)[] = [
      content.to === null && {
        at: 'to',
        severity: 'must',
        message: `${kind === 'reply' ? '返書の宛先' : '紹介先の医療機関'}が選ばれていません。`,
      },
      ...missingSections(referralSections, content.sections, chart),
      !hasMain(content, chart) && {
        at: 'section-340',
        severity: 'note',
        message: '「傷病名・主訴」に主病名がありません。',
      },
      content.consented === null && {
        at: 'consent',
        severity: 'must',
        message: '相手の医療機関が見ることに患者が同意したかどうかを選んでください。',
      },
      chart.patient.coverage === null && {
        at: 'to',
        severity: 'note',
        message: '保険の番号が登録されていないため、サービスでは送れません。印刷して渡してください。',
      },
      fileProblem(files.filter((file) => !content.leftOut.includes(file.id))),
    ];
    return problems.filter((each) => each !== false);
  },

  record(content, { head, chart, attachments, enclosed }) {
    if (content.to === null) throw new DomainError('invalid', '宛先が選ばれていません。', 'to');
    return {
      ...head,
      kind,
      category: content.category,
      to: content.to,
      sections: sectionRecords(referralSections, content.sections, chart),
      remarks: content.remarks.trim() === '' ? null : content.remarks.trim(),
      attachments: attachments.filter((each) => !content.leftOut.includes(each.attachmentId)),
      enclosedDischargeSummary: enclosed,
      inReplyTo: content.inReplyTo,
      readable: content.consented === true,
    };
  },

  contentOf: (record, files) => ({
    kind,
    category: record.category,
    to: record.to,
    sections: sectionContents(referralSections, record.sections),
    remarks: record.remarks ?? '',
    leftOut: files
      .filter((file) => !record.attachments.some((each) => each.attachmentId === file.id))
      .map((file) => file.id),
    enclosedDocumentId: record.enclosedDischargeSummary?.documentId ?? null,
    consented: record.readable ?? null,
    inReplyTo: record.inReplyTo,
  }),

  receiverOf: (record) => ({ code: record.to.institutionCode, name: record.to.name }),
});

function hasMain(
  content: ReferralContent,
  chart: Parameters<DocumentForm<ReferralContent, ReferralRecord>['missing']>[1],
): boolean {
  const section = content.sections.find((each) => each.code === '340');
  return (section?.entries ?? []).some((entry) =>
    chart.conditions.some((each) => each.conditionId === entry.id && each.isMain),
  );
}
