import { CHECKUP_PROGRAMS } from '@shirube/core/documents/checkup-lines';
import { dischargeSections, referralSections } from '@shirube/core/documents/sections';
import {
  admitSourceLabels,
  dischargeDispositionLabels,
  documentTitles,
  planCategoryLabels,
} from '@shirube/core/documents/words';
import type {
  AttachmentRecord,
  CareSummaryRecord,
  CheckupReportRecord,
  CheckupValue,
  DischargeSummaryRecord,
  DocumentRecord,
  ReferralRecord,
  SectionRecord,
} from '@shirube/core/records';
import { conditionInWords, type DocumentRow, paragraph, sectionBody } from './document-rows.ts';
import { fromBlock, printSheet } from './document-sheet.ts';
import { html, type Part } from './markup.ts';
import { drawable } from './page.ts';
import { dateInWords } from './words.ts';

/**
 * A document on paper, from the same record that is sent: a letter as the ministry's form (別紙様式11), the others as rows.
 *
 * @throws PdfError as htmlToPdf
 */
export async function printDocument(given: DocumentRecord): Promise<Uint8Array> {
  const { content: record, missing } = await drawable(given);
  switch (record.kind) {
    case 'referral':
    case 'reply':
      return printSheet({
        title: '診療情報提供書',
        head: record,
        addressed: [toBlock(record), fromBlock(record)],
        rows: referralRows(record),
        footer: ['続紙や検査の資料は、上の「添付」のとおりです。'].filter(
          () => record.attachments.length > 0,
        ),
        missing,
      });
    case 'discharge_summary':
      return printSheet({
        title: documentTitles.discharge_summary,
        head: record,
        addressed: fromBlock(record),
        rows: dischargeRows(record),
        footer: [],
        missing,
      });
    case 'care_summary':
      return printSheet({
        title: '療養の計画とアドバイス',
        head: record,
        addressed: fromBlock(record),
        rows: careRows(record),
        footer: ['わからないことがあれば、この用紙を持って、いつでもご相談ください。'],
        missing,
      });
    case 'checkup':
      return printSheet({
        title: documentTitles.checkup,
        head: record,
        addressed: fromBlock(record),
        rows: checkupRows(record),
        footer: [],
        missing,
      });
  }
}

function toBlock({ to, kind, inReplyTo }: ReferralRecord): Part {
  return html`<div class="to"><p>${kind === 'reply' ? '宛先' : '紹介先医療機関等名'}　${to.name}</p>
<p>担当医　${to.departmentName ?? '担当科'}　${to.doctorName ?? '担当医'}　殿</p>
${inReplyTo ? html`<p class="note">${inReplyTo.facilityName}からの紹介状（${inReplyTo.identifier}）への返書</p>` : null}</div>`;
}

/** The rows of 別紙様式11 and the sections that stand in each. */
const formRows: readonly { title: string; codes: readonly string[]; always: boolean }[] = [
  { title: '傷病名', codes: ['340'], always: true },
  { title: '紹介目的', codes: ['950'], always: true },
  { title: '既往歴及び家族歴', codes: ['370', '550'], always: true },
  { title: '症状経過及び検査結果', codes: ['360', '610', '620', '520'], always: true },
  { title: '治療経過', codes: ['330', '730', '740', '720'], always: true },
  { title: '現在の処方', codes: ['430'], always: true },
  { title: 'アレルギー', codes: ['510'], always: false },
  { title: '社会歴・生活習慣', codes: ['640'], always: false },
  { title: '予防接種歴', codes: ['530'], always: false },
  { title: '診療方針', codes: ['420'], always: false },
  { title: '医療機器', codes: ['810'], always: false },
  { title: '事前指示', codes: ['410'], always: false },
];

const titleOf = (code: string): string => referralSections.find((each) => each.code === code)?.title ?? code;

function referralRows(record: ReferralRecord): DocumentRow[] {
  const rows = formRows.flatMap(({ title, codes, always }): DocumentRow[] => {
    const found = codes
      .map((code) => record.sections.find((each) => each.code === code))
      .filter((each): each is SectionRecord => each !== undefined);
    if (found.length === 0 && !always) return [];
    // where several sections share a row of the form, each says which it is
    const named = codes.length > 1;
    return [
      {
        title,
        body: found.map((section) => [
          named ? html`<p>〔${titleOf(section.code)}〕</p>` : null,
          sectionBody(section),
        ]),
      },
    ];
  });
  const summary = record.enclosedDischargeSummary;
  const enclosed = summary
    ? [
        `退院時サマリー（${dateInWords(summary.admittedOn)}から${dateInWords(summary.dischargedOn)}まで入院、第${summary.versionNo}版）`,
      ]
    : [];
  return [
    ...rows,
    { title: '備考', body: record.remarks === null ? null : paragraph(record.remarks) },
    ...attachmentRow(record.attachments, enclosed),
  ];
}

function attachmentRow(files: readonly AttachmentRecord[], more: readonly string[]): DocumentRow[] {
  const names = [...files.map((each) => each.title), ...more];
  return names.length === 0
    ? []
    : [{ title: '添付', body: html`<ul>${names.map((name) => html`<li>${name}</li>`)}</ul>` }];
}

function dischargeRows(record: DischargeSummaryRecord): DocumentRow[] {
  const label = (labels: Record<string, string>, code: string) => labels[code] ?? code;
  return [
    {
      title: '入院期間',
      body: html`<p>${dateInWords(record.admittedOn)}　から　${dateInWords(record.dischargedOn)}　まで</p>`,
    },
    { title: '入院の経路', body: label(admitSourceLabels, record.admitSource) },
    { title: '退院時の転帰', body: label(dischargeDispositionLabels, record.dischargeDisposition) },
    ...dischargeSections.flatMap(({ code, title }): DocumentRow[] => {
      const section = record.sections.find((each) => each.code === code);
      return section ? [{ title, body: sectionBody(section) }] : [];
    }),
    ...attachmentRow(record.attachments, []),
  ];
}

function careRows(record: CareSummaryRecord): DocumentRow[] {
  const end = record.periodEnd === null ? '' : `${dateInWords(record.periodEnd)}　まで`;
  return [
    {
      title: '病名',
      body: html`<ul>${record.conditions.map((each) => html`<li>${conditionInWords(each)}</li>`)}</ul>`,
    },
    { title: '計画', body: planCategoryLabels[record.planCategory as keyof typeof planCategoryLabels] ?? '' },
    { title: '期間', body: html`<p>${dateInWords(record.periodStart)}　から　${end}</p>` },
    { title: '療養の計画とアドバイス', body: paragraph(record.plan) },
  ];
}

function checkupRows(record: CheckupReportRecord): DocumentRow[] {
  return [
    { title: '健診の種類', body: CHECKUP_PROGRAMS[record.program].label },
    { title: '受診日', body: dateInWords(record.examinedOn) },
    {
      title: '結果',
      body: html`<table class="labs">${record.results.map(
        ({ name, value, interpretation, referenceLow, referenceHigh, finding }) =>
          html`<tr><td>${name}</td><td>${checkupValue(value)}${interpretation === null ? '' : checkupMarks[interpretation]}</td><td>${
            referenceLow === null && referenceHigh === null
              ? ''
              : `（${referenceLow ?? ''}〜${referenceHigh ?? ''}）`
          }${finding ? `　${finding.text}` : ''}</td></tr>`,
      )}</table>`,
    },
    {
      title: '医師の判断',
      body: record.overallJudgement === null ? null : paragraph(record.overallJudgement),
    },
  ];
}

/** LX and HX say that the value is only the bound of what can be measured: no judgement of it. */
const checkupMarks = { H: '　Ｈ', L: '　Ｌ', N: '', LX: '未満', HX: 'を超える' } as const;

function checkupValue(value: CheckupValue): string {
  switch (value.kind) {
    case 'quantity':
      return `${value.value} ${value.unit ?? ''}`.trim();
    case 'date':
      return dateInWords(value.on);
    case 'absent':
      return `${value.notDone ? '未実施' : '測定不能'}（${value.reason}）`;
    default:
      return value.text;
  }
}
