import { addDays } from '../jst.ts';
import { smallPdf, smallPicture } from './files.ts';
import type { LetterElsewhere } from './letter.ts';
import { CITY_HOSPITAL, HOSPITAL, ORTHOPAEDICS, type Vendor } from './vendors.ts';

/** Which letter is written: a plain one, one that says all there is to say, and one whose patient is not easily found. */
export const LETTER_KINDS = ['plain', 'full', 'namesake'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** Letters that wait for しるべ内科クリニック when the demo begins. */
export const WAITING_LETTERS: readonly {
  kind: LetterKind;
  personId: string;
  vendor: Vendor;
  daysAgo: number;
  readable: boolean;
}[] = [
  { kind: 'plain', personId: 'p03', vendor: ORTHOPAEDICS, daysAgo: 3, readable: true },
  { kind: 'full', personId: 'p05', vendor: HOSPITAL, daysAgo: 1, readable: false },
  { kind: 'namesake', personId: 'p09', vendor: CITY_HOSPITAL, daysAgo: 2, readable: true },
];

const AFTER_MEALS = { code: '1013044400000000', text: '１日３回朝昼夕食後　服用' };
const AFTER_BREAKFAST = { code: '1011000400000000', text: '１日１回朝食後　服用' };

/** @param today the day on which it is issued, 'YYYY-MM-DD' */
export function letterOf(kind: LetterKind, localId: string, today: string): LetterElsewhere {
  if (kind === 'full') return fullLetter(localId, today);
  if (kind === 'namesake') return namesakeLetter(localId, today);
  return {
    localId,
    issuedOn: today,
    purpose: '高血圧と肝機能の管理をお願いいたします。',
    complaint: '腰痛。起き上がるときに強い。',
    presentIllness: '約3か月前から腰痛。鎮痛薬で軽快しているが、血圧が 150/90 前後で推移している。',
    conditions: [
      {
        id: `${localId}-c1`,
        name: '腰痛症',
        codes: { key: '20061820', receipt: '8840829', exchange: 'FCR0', icd10: 'M54.56' },
        onset: addDays(today, -90),
        isMain: true,
      },
    ],
    prescriptions: [
      {
        rp: 1,
        yjCode: '1149019F1560',
        name: 'ロキソニン錠６０ｍｇ',
        perUse: 1,
        perDay: 3,
        days: 14,
        usage: AFTER_MEALS,
        startsOn: today,
      },
    ],
    remarks: 'ご返書をお願いいたします。',
  };
}

function fullLetter(localId: string, today: string): LetterElsewhere {
  const admittedOn = addDays(today, -17);
  const dischargedOn = addDays(today, -2);
  const hepatitis = {
    id: `${localId}-c2`,
    name: 'Ｂ型慢性肝炎',
    codes: { key: '20050102', receipt: '0703003', exchange: 'F3J7', icd10: 'B18.1' },
    onset: '1998',
  };
  const pneumonia = {
    id: `${localId}-c1`,
    name: '肺炎',
    codes: { key: '20073542', receipt: '4860030', exchange: 'QT7C', icd10: 'J18.9' },
    onset: admittedOn,
    isMain: true,
  };
  const prednisolone = {
    rp: 1,
    yjCode: '2456001F1310',
    name: 'プレドニン錠５ｍｇ',
    perUse: 2,
    perDay: 2,
    days: 14,
    usage: AFTER_BREAKFAST,
    startsOn: dischargedOn,
  };
  return {
    localId,
    issuedOn: today,
    purpose: '退院後の加療と、ステロイド漸減のご高診をお願いいたします。',
    complaint: '発熱、咳嗽にて入院。現在は軽快。',
    presentIllness: `${admittedOn} 肺炎にて入院。抗菌薬とステロイドで改善し、${dischargedOn} 退院した。`,
    pastIllness: 'Ｂ型慢性肝炎（HBs抗原 陽性）。免疫抑制・ステロイド中の再活性化に注意。',
    conditions: [pneumonia, hepatitis],
    allergies: [
      {
        id: `${localId}-a1`,
        category: 'food',
        code: 'J9FB13110000',
        display: '鶏卵',
        text: '鶏卵',
        reaction: 'じんましん',
        criticality: 'low',
      },
    ],
    results: {
      collectedAt: `${dischargedOn}T08:30:00+09:00`,
      items: [
        {
          id: `${localId}-o1`,
          item: 'CRP',
          name: 'CRP(定量)',
          localCode: 'CRP',
          jlac10: '5C070000002306201',
          unit: { words: 'mg/dL', ucum: 'mg/dL' },
          material: '血清',
          value: { kind: 'number', value: 0.35, low: 0, high: 0.14, flag: 'H' },
        },
        {
          id: `${localId}-o2`,
          item: 'HBs抗原(定性)',
          name: 'HBs抗原(定性)',
          localCode: 'HBSAG',
          jlac10: '5F016141002306311',
          isInfection: true,
          material: '血清',
          value: { kind: 'coded', table: 'PosNegHold', code: '1', text: '陽性' },
        },
      ],
    },
    prescriptions: [prednisolone],
    files: [
      {
        title: '退院時の説明書',
        mediaType: 'application/pdf',
        content: smallPdf('TEST - discharge information'),
      },
      { title: '胸部エックス線写真', mediaType: 'image/png', content: smallPicture() },
    ],
    discharge: {
      localId: `${localId}-DS`,
      admittedOn,
      dischargedOn,
      days: 16,
      diagnosis: { ...pneumonia, id: `${localId}-c3`, end: dischargedOn },
      complaint: '発熱、咳嗽',
      reason: '肺炎の加療',
      presentIllness: '入院3日前から38度台の発熱と咳嗽。',
      course: '抗菌薬の点滴とプレドニゾロン内服により軽快した。',
      instructions: '2週後に外来を受診。プレドニゾロンは漸減する。',
      prescriptions: [prednisolone],
    },
    remarks: '画像は添付のとおりです。',
  };
}

function namesakeLetter(localId: string, today: string): LetterElsewhere {
  return {
    localId,
    issuedOn: today,
    purpose: '脂質異常症の継続加療をお願いいたします。',
    complaint: '自覚症状なし。',
    presentIllness: '当院の健診で指摘され、食事療法中。転居のため近医での加療を希望された。',
    conditions: [
      {
        id: `${localId}-c1`,
        name: '家族性高コレステロール血症の疑い',
        codes: null,
        onset: '2025',
        isMain: true,
        isSuspected: true,
      },
    ],
  };
}
