import type {
  LineSupplementRecord,
  MedicationRecord,
  PrescriptionRecord,
  RpRecord,
  SubstitutionRecord,
  UsageSupplementRecord,
} from '@shirube/core/records';
import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { type Dialect, row, serial } from './dialect.ts';
import { code, freeAmount, quantity, text } from './fields.ts';
import { Sj1Error } from './sj1-error.ts';

/** 薬品コード of a 医療材料 that has none. */
const materialWithoutCode = '777770000';
const lineKinds = { drug: 1, material: 2, uninsured: 3 } as const;
const usageSupplementKinds = {
  tapering: 1,
  one_dose_package: 2,
  alternate_days: 3,
  crush: 4,
  continued: 5,
  site: 6,
  single_dose: 7,
  jami: 8,
  jami_site: 9,
} as const satisfies Record<UsageSupplementRecord['kind'], number>;
const lineSupplementKinds = {
  one_dose_package: [1, '一包化'],
  crush: [2, '粉砕'],
  jami: [7, ''],
  brand_at_patients_wish: [8, '先発医薬品患者希望'],
} as const satisfies Record<LineSupplementRecord['kind'], readonly [number, string]>;

/** 薬品補足区分 of what may not be changed, and what the record says when no reason is given. */
export const substitutionKinds = {
  no_generic: [3, '後発品変更不可'],
  no_form: [4, '剤形変更不可'],
  no_strength: [5, '含量規格変更不可'],
  no_form_or_strength: [6, '剤形変更不可及び含量規格変更不可'],
} as const satisfies Record<SubstitutionRecord['kind'], readonly [number, string]>;

/** Records 101 to 281 of every RP. 負担区分 (231) stands at every line or at none. */
export function rpLines(record: PrescriptionRecord, dialect: Dialect): string[] {
  const lines = record.rps.flatMap((rp) => rp.medications);
  const borne = lines.filter((line) => line.burden !== null).length;
  if (borne > 0 && borne < lines.length)
    throw new Sj1Error(
      231,
      '公費の負担区分',
      '公費の負担は、すべての薬で選ぶか、どの薬でも選ばないかのどちらかにしてください。',
    );
  return record.rps.flatMap((rp) => [
    ...usageLines(rp, record.split, dialect),
    ...rp.medications.flatMap((medication) => medicationLines(rp, medication)),
  ]);
}

/** Records 301 and 302. assumed: their place at the end and their fields, as one open-source system writes them. */
export function clinicalNoteLines(record: PrescriptionRecord): string[] {
  return [
    ...record.clinicalNotes.map((note, index) =>
      row(
        301,
        serial(301, '提供診療情報の数', index + 1, 999),
        text(301, '提供診療情報の薬品名', note.drugName, 40),
        text(301, '提供診療情報', note.comment, 500, true),
      ),
    ),
    ...record.labValues.map((value, index) =>
      row(302, serial(302, '検査値の数', index + 1, 999), text(302, '検査値', value, 500, true)),
    ),
  ];
}

function usageLines(rp: RpRecord, split: PrescriptionRecord['split'], dialect: Dialect): string[] {
  const label = `RP${rp.rpNumber}`;
  if (rp.medications.length === 0) throw new Sj1Error(201, '薬品', `${label} に薬がありません。`);
  serial(101, 'RP番号', rp.rpNumber, 999);
  if (!Number.isInteger(rp.quantity) || rp.quantity < 1 || rp.quantity > 999)
    throw new Sj1Error(101, '調剤数量', `${label} の日数または回数が正しくありません。`);
  const given = code(111, '用法コード', rp.usage.code, 16);
  const isListed = given !== '' && given !== DUMMY_USAGE_CODE;
  const usageCode = isListed ? given : dialect.unlistedUsageCode;
  return [
    row(
      101,
      rp.rpNumber,
      rp.formClass,
      rp.formClass === '9' ? text(101, `${label} の剤形の名称`, rp.formName, 2) : '',
      rp.quantity,
    ),
    ...(dialect.isForPharmacy ? splitLines(rp, split) : []),
    row(
      111,
      rp.rpNumber,
      usageCode === null ? '1' : dialect.usageCodeKind,
      usageCode ?? '',
      text(111, `${label} の用法`, rp.usage.text, 50, true),
      rp.usage.timesPerDay === null ? '' : serial(111, `${label} の1日回数`, rp.usage.timesPerDay, 99),
    ),
    ...rp.supplements.map((supplement, index) => usageSupplementLine(rp, supplement, index + 1)),
  ];
}

/**
 * Record 102: what is handed out at this time, and in all. For a total amount with quantity 1 both are 1 (Ver.1.10, table 3-36).
 */
function splitLines(rp: RpRecord, split: PrescriptionRecord['split']): string[] {
  if (rp.splitQuantities === null && split === null) return [];
  const now = split && rp.splitQuantities?.[split.current - 1];
  if (!split || now === undefined || now === null || rp.splitQuantities?.length !== split.times)
    throw new Sj1Error(
      102,
      '分割回ごとの数量',
      `RP${rp.rpNumber} の分割回ごとの数量が、分割回数と合いません。分割の入力を確かめてください。`,
    );
  return [row(102, rp.rpNumber, serial(102, '分割回ごとの数量', now, 999), rp.quantity)];
}

function usageSupplementLine(rp: RpRecord, supplement: UsageSupplementRecord, index: number): string {
  const label = `RP${rp.rpNumber} の用法補足`;
  const isJami = supplement.kind === 'jami';
  const isSite = supplement.kind === 'jami_site';
  return row(
    181,
    rp.rpNumber,
    serial(181, `${label}の数`, index, 99),
    usageSupplementKinds[supplement.kind],
    text(181, label, supplement.text, 50, true),
    isJami ? code(181, `${label}のコード`, supplement.code, 8, true) : '',
    isSite ? code(181, `${label}の部位コード`, supplement.siteCode, 3, true) : '',
  );
}

function medicationLines(rp: RpRecord, medication: MedicationRecord): string[] {
  const { rpNumber } = rp;
  const { itemNumber, conversion, unevenDoses, burden, singleDose } = medication;
  serial(201, `RP${rpNumber} の薬の連番`, itemNumber, 99);
  const { codeKind, drugCode, name } = identification(rpNumber, medication);
  const label = `RP${rpNumber} ${name}`;
  const own = [rpNumber, itemNumber] as const;
  const lines = [
    row(
      201,
      ...own,
      lineKinds[medication.kind],
      codeKind,
      code(201, '薬品コード', drugCode, 13),
      text(201, '薬品名', name, 40, true),
      quantity(201, `${label} の用量`, medication.dose),
      medication.isTitre ? 2 : 1,
      text(201, `${label} の単位`, medication.unit, 6, true),
    ),
  ];
  if (conversion) lines.push(row(211, ...own, quantity(211, `${label} の単位変換`, conversion.factor)));
  if (unevenDoses) lines.push(unevenLine(own, label, unevenDoses));
  if (burden)
    lines.push(
      row(
        231,
        ...own,
        ...[burden.first, burden.second, burden.third, burden.special].map((bears) => (bears ? 1 : 0)),
      ),
    );
  if (singleDose)
    lines.push(
      row(
        241,
        ...own,
        freeAmount(241, `${label} の1回量`, singleDose.text),
        singleDose.timesPerDay === null ? '' : serial(241, `${label} の1日回数`, singleDose.timesPerDay, 99),
      ),
    );
  return [...lines, ...supplementLines(own, label, medication)];
}

function unevenLine(
  own: readonly [number, number],
  label: string,
  doses: NonNullable<MedicationRecord['unevenDoses']>,
): string {
  if (doses.length < 2 || doses.length > 5)
    throw new Sj1Error(
      221,
      '不均等',
      `${label} の不均等の回数は2回から5回です。用量を入力し直してください。`,
    );
  const five = Array.from({ length: 5 }, (_, index) => doses[index]);
  return row(
    221,
    ...own,
    ...five.map((each) => (each ? quantity(221, `${label} の不均等の用量`, each.dose, true) : '')),
    ...five.map((each) => code(221, `${label} の不均等のコード`, each?.code ?? null, 8)),
  );
}

function supplementLines(
  own: readonly [number, number],
  label: string,
  { substitution, supplements }: MedicationRecord,
): string[] {
  const contents: [kind: number, words: string, jamiCode: string][] = [];
  if (substitution) {
    const [kind, words] = substitutionKinds[substitution.kind];
    const reason = substitution.reason.trim();
    contents.push([kind, reason === '' ? words : `${words}（${reason}）`, '']);
  }
  for (const { kind, text: given, code: jami } of supplements) {
    const [number, words] = lineSupplementKinds[kind];
    const jamiCode = kind === 'jami' ? code(281, `${label} の補足用法コード`, jami, 8, true) : '';
    contents.push([number, given.trim() === '' ? words : given, jamiCode]);
  }
  return contents.map(([kind, words, jamiCode], index) =>
    row(
      281,
      ...own,
      serial(281, `${label} の補足の数`, index + 1, 999),
      kind,
      text(281, `${label} の補足`, words, 50, true),
      jamiCode,
    ),
  );
}

/** 薬品コード種別 7一般名 when prescribed by generic name, else 2レセプト電算, else 4YJ; 1なし only outside the insurance. */
function identification(
  rpNumber: number,
  { kind, generic, receiptCode, yjCode, name }: MedicationRecord,
): { codeKind: '1' | '2' | '4' | '7'; drugCode: string; name: string } {
  if (generic) return { codeKind: '7', drugCode: generic.code, name: generic.name };
  if (receiptCode !== '') return { codeKind: '2', drugCode: receiptCode, name };
  if (kind === 'material') return { codeKind: '2', drugCode: materialWithoutCode, name };
  if (yjCode !== '') return { codeKind: '4', drugCode: yjCode, name };
  if (kind === 'uninsured') return { codeKind: '1', drugCode: '', name };
  throw new Sj1Error(201, '薬品コード', `RP${rpNumber} にコードのない薬があります。薬を選び直してください。`);
}
