import type { CheckupContent, CheckupProgram, CheckupRow } from './schema.ts';

/** Items under one heading, by the beginnings of their codes. */
interface FormPart {
  title: string;
  codes: readonly string[];
}

/** Something a check-up must say: any one of these items. */
export interface Obligation {
  label: string;
  anyOf: readonly string[];
}

export interface ProgramForm {
  label: string;
  /** usual 報告区分 and 健診プログラムサービスコード */
  reportCategory: CheckupContent['reportCategory'];
  programCode: CheckupContent['programCode'];
  parts: readonly FormPart[];
  obligations: readonly Obligation[];
  /** must: without it the report is no report of this check-up; note: a doctor may leave an item out by age or course */
  severity: 'must' | 'note';
}

const BODY: FormPart = { title: '身体計測', codes: ['9N001', '9N006', '9N011'] };
const BODY_AND_WAIST: FormPart = { title: '身体計測', codes: ['9N001', '9N006', '9N011', '9N016'] };
const HISTORY: FormPart = { title: '診察', codes: ['9N056', '9N061', '9N066'] };
const PRESSURE: FormPart = { title: '血圧', codes: ['9A751', '9A761', '9A752', '9A762'] };
const LIPIDS: FormPart = {
  title: '血中脂質',
  codes: ['9N141', '3F0150', '3F0151', '3F070', '3F077', '3F069'],
};
const LIVER: FormPart = { title: '肝機能', codes: ['3B035', '3B045', '3B090'] };
const GLUCOSE: FormPart = { title: '血糖', codes: ['3D0100', '3D0101', '3D046'] };
const URINE: FormPart = { title: '尿検査', codes: ['1A020', '1A010', '9N512'] };
const ANAEMIA: FormPart = { title: '貧血検査', codes: ['2A040', '2A030', '2A020'] };
const ECG: FormPart = { title: '心電図検査', codes: ['9A110'] };
const FUNDUS: FormPart = { title: '眼底検査', codes: ['9E100'] };
const KIDNEY: FormPart = { title: '血清クレアチニン検査', codes: ['3C015', '8A065'] };
const SIGHT: FormPart = { title: '視力', codes: ['9E160'] };
const HEARING: FormPart = { title: '聴力', codes: ['9D100'] };
const CHEST: FormPart = { title: '胸部Ｘ線検査', codes: ['9N206', '9N211'] };
const STOMACH: FormPart = { title: '胃の検査', codes: ['9N2561607', '9N2661607'] };
/** 標準的な質問票 of the 特定健診, fourth term */
const QUESTIONS: FormPart = {
  title: '質問票',
  codes: [
    ...['9N7010', '9N7060', '9N7110', '9N716', '9N721', '9N726', '9N731', '9N736', '9N741', '9N746'],
    ...['9N751', '9N756', '9N872', '9N766', '9N771', '9N782', '9N781', '9N786', '9N791', '9N796'],
    ...['9N801', '9N808'],
  ],
};
/** 後期高齢者の質問票 */
const LATE_QUESTIONS: FormPart = {
  title: '後期高齢者の質問票',
  codes: Array.from({ length: 15 }, (_, index) => `9N${932 + index}`),
};
const SPECIAL_JUDGEMENT: FormPart = { title: '判定', codes: ['9N501', '9N506'] };

const one = (label: string, ...anyOf: string[]): Obligation => ({ label, anyOf });

const HEIGHT_WEIGHT = [one('身長', '9N001'), one('体重', '9N006')];
const COMMON = [
  ...HEIGHT_WEIGHT,
  one('既往歴', '9N056'),
  one('自覚症状', '9N061'),
  one('他覚症状', '9N066'),
  one('収縮期血圧', '9A751', '9A752', '9A755'),
  one('拡張期血圧', '9A761', '9A762', '9A765'),
  one('中性脂肪', '3F0150', '3F0151'),
  one('HDLコレステロール', '3F070'),
  one('LDLコレステロール（またはNon-HDLコレステロール）', '3F077', '3F069'),
  one('AST(GOT)', '3B035'),
  one('ALT(GPT)', '3B045'),
  one('γ-GT(γ-GTP)', '3B090'),
  one('血糖（またはHbA1c）', '3D0100', '3D0101', '3D046'),
  one('尿糖', '1A020'),
  one('尿蛋白', '1A010'),
];
const WAIST = one('腹囲', '9N016');
const BLOOD_COUNT = [one('血色素量', '2A030'), one('赤血球数', '2A020000')];
const EMPLOYED = [
  one('視力（右）', '9E1601621', '9E1601625'),
  one('視力（左）', '9E1601622', '9E1601626'),
  one('聴力（右:1000Hz）', '9D1001631'),
  one('聴力（右:4000Hz）', '9D1001632'),
  one('聴力（左:1000Hz）', '9D1001635'),
  one('聴力（左:4000Hz）', '9D1001636'),
  one('胸部Ｘ線検査', '9N206', '9N221', '9N251'),
  one('心電図', '9A1101607'),
];

/**
 * What each check-up asks for. Sources: 特定健康診査及び特定保健指導の実施に関する基準 第1条 and its 標準的な質問票 (第4期), 後期高齢者の質問票,
 * 労働安全衛生規則 第44条, 学校保健安全法施行規則 第13条. assumed: 報告区分 of a 広域連合 is 10.
 */
export const CHECKUP_PROGRAMS: Record<CheckupProgram, ProgramForm> = {
  special: {
    label: '特定健診',
    reportCategory: '10',
    programCode: '010',
    parts: [
      BODY_AND_WAIST,
      HISTORY,
      PRESSURE,
      LIPIDS,
      LIVER,
      GLUCOSE,
      URINE,
      ANAEMIA,
      ECG,
      FUNDUS,
      KIDNEY,
      QUESTIONS,
      SPECIAL_JUDGEMENT,
    ],
    obligations: [
      ...COMMON,
      WAIST,
      one('採血時間（食後）', '9N141'),
      one('服薬1（血圧）', '9N7010'),
      one('服薬2（血糖）', '9N7060'),
      one('服薬3（脂質）', '9N7110'),
      one('喫煙', '9N736'),
      one('メタボリックシンドローム判定', '9N501'),
      one('保健指導レベル', '9N506'),
    ],
    severity: 'must',
  },
  late_elderly: {
    label: '後期高齢者の健診',
    reportCategory: '10',
    programCode: '020',
    parts: [
      BODY,
      HISTORY,
      PRESSURE,
      LIPIDS,
      LIVER,
      GLUCOSE,
      URINE,
      ANAEMIA,
      ECG,
      FUNDUS,
      KIDNEY,
      LATE_QUESTIONS,
    ],
    obligations: [...COMMON, one('採血時間（食後）', '9N141')],
    severity: 'must',
  },
  occupational: {
    label: '事業者の健診（定期健康診断）',
    reportCategory: '41',
    programCode: '030',
    parts: [
      { title: '診察', codes: ['9N051', '9N056', '9N061', '9N066', '9N071'] },
      BODY_AND_WAIST,
      SIGHT,
      HEARING,
      CHEST,
      PRESSURE,
      ANAEMIA,
      LIVER,
      LIPIDS,
      GLUCOSE,
      URINE,
      ECG,
      QUESTIONS,
    ],
    obligations: [...COMMON, one('業務歴', '9N051'), WAIST, ...BLOOD_COUNT, ...EMPLOYED],
    severity: 'note',
  },
  school: {
    label: '学校職員の健診',
    reportCategory: '99',
    programCode: '040',
    parts: [
      HISTORY,
      BODY_AND_WAIST,
      SIGHT,
      HEARING,
      CHEST,
      PRESSURE,
      URINE,
      STOMACH,
      ANAEMIA,
      LIVER,
      LIPIDS,
      GLUCOSE,
      ECG,
      QUESTIONS,
    ],
    obligations: [...COMMON, WAIST, ...BLOOD_COUNT, ...EMPLOYED, one('胃の検査', '9N256', '9N261', '9N266')],
    severity: 'note',
  },
  other: {
    label: 'その他の健診',
    reportCategory: '99',
    programCode: '990',
    parts: [BODY, HISTORY, PRESSURE],
    obligations: [],
    severity: 'note',
  },
};

/** Words for 報告区分 and 健診プログラムサービス of the other check-ups. */
export const OTHER_SERVICES: readonly {
  label: string;
  reportCategory: CheckupContent['reportCategory'];
  programCode: CheckupContent['programCode'];
}[] = [
  { label: 'その他の健診・検診', reportCategory: '99', programCode: '990' },
  { label: '自治体の検診', reportCategory: '42', programCode: '990' },
  { label: 'がん検診', reportCategory: '42', programCode: '060' },
  { label: '肝炎検診', reportCategory: '42', programCode: '090' },
  { label: '保険者以外が行う特定健診に相当する健診', reportCategory: '70', programCode: '070' },
  { label: '保険者が行う特定健診以外の健診', reportCategory: '80', programCode: '080' },
];

const beginsWithOne = (row: CheckupRow, codes: readonly string[]): boolean =>
  row.methods.some(({ itemCode }) => codes.some((code) => itemCode.startsWith(code)));

/** 医師の診断(判定): written below the items, and no line among them. */
export const JUDGEMENT_CODE = '9N511000000000049';
/** 健康診断を実施した医師の氏名: the doctor who confirms */
export const DOCTOR_NAME_CODE = '9N516000000000049';

/** The lines of a program under their headings, and last those that were added. */
export function partsOf(
  rows: readonly CheckupRow[],
  { program, addedRows }: Pick<CheckupContent, 'program' | 'addedRows'>,
): { title: string; rows: CheckupRow[] }[] {
  const own = CHECKUP_PROGRAMS[program].parts.map(({ title, codes }) => ({
    title,
    rows: rows
      .filter((row) => beginsWithOne(row, codes))
      .toSorted((a, b) => placeIn(codes, a) - placeIn(codes, b)),
  }));
  const shown = new Set(own.flatMap((part) => part.rows.map(({ key }) => key)));
  const added = rows.filter(({ key }) => addedRows.includes(key) && !shown.has(key));
  return added.length === 0 ? own : [...own, { title: '加えた項目', rows: added }];
}

const placeIn = (codes: readonly string[], row: CheckupRow): number =>
  codes.findIndex((code) => row.methods.some(({ itemCode }) => itemCode.startsWith(code)));

/** The lines that can still be added. */
export function addableRows(
  rows: readonly CheckupRow[],
  content: Pick<CheckupContent, 'program' | 'addedRows'>,
): CheckupRow[] {
  const shown = new Set(partsOf(rows, content).flatMap((part) => part.rows.map(({ key }) => key)));
  return rows.filter(({ key }) => !shown.has(key) && key !== JUDGEMENT_CODE && key !== DOCTOR_NAME_CODE);
}

/** True for an item the program asks for; false for one that goes beyond it (任意追加項目). */
export function belongsTo(program: CheckupProgram, row: CheckupRow): boolean {
  return CHECKUP_PROGRAMS[program].parts.some(({ codes }) => beginsWithOne(row, codes));
}

/** True when a line answers an obligation. */
export function answers(row: CheckupRow, obligation: Obligation): boolean {
  return beginsWithOne(row, obligation.anyOf);
}
