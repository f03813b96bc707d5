import type {
  CareSummaryRecord,
  CheckupReportRecord,
  ConditionRecord,
  ReferralRecord,
} from '@shirube/core/records';
import { closeSharedBrowser } from '@shirube/pdf';
import { afterAll, describe, expect, it } from 'vitest';
import { printDocument } from './document.ts';
import { readPdf, withoutSpaces } from './testing/read-pdf.ts';
import { lineOf, prescriptionOf, rpOf } from './testing/records.ts';

afterAll(closeSharedBrowser);

const { facility, patient, prescriber } = prescriptionOf([]);
const encounter = {
  id: '00000000-0000-4000-8000-00000000000e',
  startedAt: '2026-11-20T01:00:00.000Z',
  departmentCode: '01',
  departmentName: '内科',
};
const condition = (displayName: string, more: Partial<ConditionRecord> = {}): ConditionRecord => ({
  conditionId: '00000000-0000-4000-8000-00000000000c',
  versionNo: 1,
  managementNo: '20061111',
  exchangeCode: 'AAAA',
  receiptCode: '8833421',
  diseaseName: displayName,
  icd10: 'I10',
  modifiers: [],
  displayName,
  isMain: false,
  isSuspected: false,
  onsetDate: '2020-04-01',
  endDate: null,
  outcome: 'active',
  uninformed: false,
  undelivered: false,
  longTerm: false,
  recordedAt: '2026-11-20T01:00:00.000Z',
  encounter,
  recorder: prescriber,
  ...more,
});
const head = {
  documentId: '00000000-0000-4000-8000-00000000000d',
  versionNo: 1,
  issuedOn: '2026-11-20',
  confirmedAt: '2026-11-20T02:00:00.000Z',
  facility,
  author: { ...prescriber, medicalRegistrationNumber: null },
  patient,
  encounter,
};
const words = (code: string, text: string) => ({ code, text, emptyReason: null, entries: [] });
const letter = (more: Partial<ReferralRecord> = {}): ReferralRecord => ({
  ...head,
  kind: 'referral',
  category: 'OUTPATIENT',
  to: {
    institutionCode: '1319999901',
    name: '架空総合病院',
    postalCode: null,
    address: null,
    phone: null,
    departmentCode: null,
    departmentName: '循環器内科',
    doctorName: '山田 一郎',
  },
  sections: [
    words('950', '精査をお願いします。'),
    {
      ...words('340', '動悸'),
      entries: [{ type: 'condition', record: condition('高血圧症', { isMain: true }) }],
    },
    words('360', '半年前から動悸があります。'),
    { ...words('550', ''), emptyReason: 'notasked' },
    {
      ...words('430', ''),
      entries: [
        {
          type: 'medication',
          record: {
            prescriptionId: '00000000-0000-4000-8000-00000000000a',
            issueType: 'electronic',
            authoredOn: '2026-11-20',
            startsOn: '2026-11-20',
            encounter,
            prescriber,
            rps: [rpOf(1, [lineOf('アムロジピン錠５ｍｇ')])],
          },
        },
      ],
    },
  ],
  remarks: null,
  attachments: [],
  enclosedDischargeSummary: null,
  inReplyTo: null,
  ...more,
});
const pagesOf = async (record: Parameters<typeof printDocument>[0]) => readPdf(await printDocument(record));

describe('診療情報提供書 on paper', () => {
  it('is one sheet of A4 with every heading of 別紙様式11 in its order, and what the record says under each', async () => {
    const [page, ...more] = await pagesOf(letter());
    expect(more).toEqual([]);
    expect([page?.widthPt, page?.heightPt].map((each) => Math.round(each ?? 0))).toEqual([595, 842]);
    const text = page?.text ?? '';
    const order = [
      ...['診療情報提供書', '紹介先医療機関等名架空総合病院', '循環器内科', '山田一郎', '検証クリニック'],
      ...['患者氏名', '試験花子', '昭和５５年１月３１日（４６歳）', '傷病名', '（主）高血圧症', '紹介目的'],
      ...['精査をお願いします。', '既往歴及び家族歴', '聴取していない', '症状経過及び検査結果'],
      ...[
        '半年前から動悸があります。',
        '治療経過',
        '現在の処方',
        'アムロジピン錠５ｍｇ１錠',
        '２８日分',
        '備考',
      ],
    ];
    let from = 0;
    for (const each of order) {
      const at = text.indexOf(withoutSpaces(each), from);
      expect([each, at >= from]).toEqual([each, true]);
      from = at;
    }
  });

  it('goes on over further sheets when it is long, loses not a letter, and says on each whose it is', async () => {
    const sentences = Array.from({ length: 300 }, (_, index) => `経過の${index}番目の文です。`);
    const pages = await pagesOf(
      letter({ sections: [...letter().sections.slice(0, 2), words('360', sentences.join('\n'))] }),
    );
    expect(pages.length).toBeGreaterThan(3);
    const text = pages.map((page) => page.text).join('');
    for (const sentence of sentences) expect(text).toContain(withoutSpaces(sentence));
    for (const page of pages) expect(page.text).toContain('患者試験花子');
  });

  it('has rare kanji as they are, and ■ with a remark for what no font has', async () => {
    const [page] = await pagesOf(letter({ remarks: '𠮷田様と髙橋様へ \u{e000}' }));
    expect(page?.text).toContain('𠮷田様と髙橋様へ■');
    expect(page?.text).toContain('手書きで書き入れてください');
  });

  it('takes nothing that was written for markup', async () => {
    const [page] = await pagesOf(letter({ remarks: '<b>太字</b>&amp;' }));
    expect(page?.text).toContain('<b>太字</b>&amp;');
  });

  it('names what goes with it, and the letter that it answers', async () => {
    const [page] = await pagesOf(
      letter({
        kind: 'reply',
        inReplyTo: { identifier: '1319999901^2026^1', facilityName: '架空総合病院' },
        attachments: [
          {
            attachmentId: '00000000-0000-4000-8000-0000000000f1',
            title: '心電図.pdf',
            mediaType: 'application/pdf',
            byteLength: 10,
            sha256: '00',
            createdAt: '2026-11-20T01:00:00.000Z',
          },
        ],
      }),
    );
    expect(page?.text).toContain('架空総合病院からの紹介状（1319999901^2026^1）への返書');
    expect(page?.text).toContain('添付・心電図.pdf');
  });
});

describe("the patient's copy of a plan", () => {
  it('has the plan line by line, the diseases and the period', async () => {
    const plan: CareSummaryRecord = {
      ...head,
      kind: 'care_summary',
      category: 'OUTPATIENT',
      planCategory: 'followup-plan',
      periodStart: '2026-11-20',
      periodEnd: '2027-05-20',
      plan: '塩分は１日６ｇまで。\n毎朝、血圧を測りましょう。',
      conditions: [condition('高血圧症', { isMain: true })],
    };
    const [page] = await pagesOf(plan);
    for (const each of [
      '療養の計画とアドバイス',
      '高血圧症',
      '令和９年５月２０日まで',
      '塩分は１日６ｇまで。毎朝、',
    ])
      expect(page?.text).toContain(withoutSpaces(each));
  });
});

describe('a check-up on paper', () => {
  it('says what was measured, and what could not be, as it is sent', async () => {
    const result = (name: string, more: Partial<CheckupReportRecord['results'][number]>) => ({
      itemCode: '5C070000002399901',
      codeSystem: 'jlac10' as const,
      name,
      isQuestion: false,
      value: { kind: 'quantity' as const, value: '0.02', unit: 'mg/dL', ucum: 'mg/dL' },
      interpretation: null,
      method: null,
      specimen: null,
      referenceLow: null,
      referenceHigh: null,
      finding: null,
      isAdditional: false,
      ...more,
    });
    const [page] = await pagesOf({
      ...head,
      kind: 'checkup',
      program: 'special',
      reportCategory: '10',
      programCode: '010',
      examinedOn: '2026-11-20',
      setting: 'individual',
      ticketNumber: null,
      coverage: null,
      results: [
        result('下限', { interpretation: 'LX' }),
        result('上限', { interpretation: 'HX' }),
        result('高値', { interpretation: 'H' }),
        result('腹囲', { value: { kind: 'absent', notDone: true, reason: '妊娠中' } }),
      ],
      groups: [],
      overallJudgement: '異常を認めません。',
    });
    for (const each of [
      '特定健診',
      '下限 0.02 mg/dL未満',
      '上限 0.02 mg/dLを超える',
      '高値 0.02 mg/dL Ｈ',
      '腹囲 未実施（妊娠中）',
      '異常を認めません。',
    ])
      expect(page?.text).toContain(withoutSpaces(each));
  });
});
