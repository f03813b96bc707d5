import type { CalendarDate, MedicationRecord, PrescriptionRecord, RpRecord } from '../../records/index.ts';
import type { DrugRuleIndex } from '../../safety/index.ts';
import { isTakenForDays, quantityWord } from './order.ts';
import { RECORD_LIMITS } from './record-limits.ts';
import {
  code,
  error,
  isCount,
  type PrescriptionProblem,
  text,
  warning,
} from './validate-prescription-problem.ts';

/** 薬効分類 811, 812 and 821 of the YJ code: あへんアルカロイド系, コカアルカロイド系 and 合成 narcotics. */
const NARCOTIC = /^8(?:1[12]|21)/;
/** 鎮痛・消炎 (264) as a plaster or patch: what is called 湿布. Character 8 of the YJ code is the form. */
const PLASTER = /^264.{4}S/;
/** リフィル処方箋 may be used so often (保険医療機関及び保険医療養担当規則 20条). */
const refillUses = [2, 3];
const mostParts = 3;

const lines = (record: PrescriptionRecord): MedicationRecord[] => record.rps.flatMap((rp) => rp.medications);

/** Looks up the rules of 投与日数の上限 (向精神薬, 新薬 …) about a drug. */
export type DaysLimits = Pick<DrugRuleIndex, 'rulesOf'>;

/** Problems of what holds for the whole prescription: remarks, validity, refill, splitting, narcotics, 公費, notes. */
export function optionProblems(
  record: PrescriptionRecord,
  daysLimits: DaysLimits | null,
): PrescriptionProblem[] {
  return [
    ...record.remarks.flatMap((remark, index) => text(`備考${index + 1}`, remark.text, RECORD_LIMITS.remark)),
    ...tooMany('備考', record.remarks.length, RECORD_LIMITS.remarks),
    ...inHouseProblems(record),
    ...refillProblems(record, daysLimits),
    ...splitProblems(record),
    ...narcoticProblems(record),
    ...burdenProblems(record),
    ...noteProblems(record),
    ...(record.accessCode === null || /^\d{16}$/.test(record.accessCode)
      ? []
      : [error('引換番号（16桁）が正しくありません。')]),
  ];
}

const tooMany = (what: string, count: number, limit: number): PrescriptionProblem[] =>
  count > limit ? [error(`${what}は${limit}個までです。`)] : [];

function inHouseProblems({ issueType, refillCount, split }: PrescriptionRecord): PrescriptionProblem[] {
  if (issueType !== 'in_house' || (refillCount === null && split === null)) return [];
  return [error('院内処方では、リフィルと分割調剤は使えません。どちらも外してください。')];
}

/** Drugs with a limit of days and plasters are excluded from refills (療担規則 20条, 投与量に限度が定められている医薬品). */
function refillProblems(record: PrescriptionRecord, daysLimits: DaysLimits | null): PrescriptionProblem[] {
  const { refillCount } = record;
  if (refillCount === null) return [];
  const problems: PrescriptionProblem[] = [];
  if (!refillUses.includes(refillCount))
    problems.push(error('リフィルの総使用回数は2回か3回です。回数を選び直してください。'));
  if (record.split !== null)
    problems.push(error('リフィルと分割調剤は同時に指示できません。どちらかを外してください。'));
  for (const line of lines(record)) {
    const why = notRefillable(line, record.issuedOn, daysLimits);
    if (why) problems.push(error(`${line.name} は${why}です。リフィルにできません。処方を分けてください。`));
  }
  return problems;
}

function notRefillable(
  { yjCode }: MedicationRecord,
  on: CalendarDate,
  daysLimits: DaysLimits | null,
): string | null {
  if (NARCOTIC.test(yjCode)) return '麻薬';
  if (PLASTER.test(yjCode)) return '湿布薬';
  const [limit] = (daysLimits?.rulesOf('max_days', yjCode) ?? []).filter(
    ({ parameters }) => parameters.until === null || parameters.until >= on,
  );
  return limit ? `投与日数に限度のある薬（${limit.parameters.rule}）` : null;
}

function splitProblems(record: PrescriptionRecord): PrescriptionProblem[] {
  const { split } = record;
  if (split === null) {
    const [stray] = record.rps.filter((rp) => rp.splitQuantities !== null);
    return stray
      ? [
          error(
            `RP${stray.rpNumber} に分割の数量がありますが、分割の指示がありません。どちらかに揃えてください。`,
          ),
        ]
      : [];
  }
  if (!isCount(split.times, mostParts) || split.times < 2)
    return [error(`分割調剤の回数は2回か${mostParts}回です。回数を選び直してください。`)];
  if (!isCount(split.current, split.times))
    return [error('分割調剤の何回目かが、分割回数と合いません。確認してください。')];
  return record.rps.flatMap((rp) => splitRpProblems(rp, split.times));
}

/** The parts add up; where the dose is the total and the quantity 1, every part is written as 1 (Ver.1.10, table 3-36). */
function splitRpProblems(
  { rpNumber, formClass, quantity, splitQuantities }: RpRecord,
  times: number,
): PrescriptionProblem[] {
  const of = (message: string) => [{ ...error(`RP${rpNumber} の${message}`), rpNumber }];
  if (splitQuantities?.length !== times) return of(`分割する数量を${times}回分入力してください。`);
  if (!splitQuantities.every((each) => isCount(each, RECORD_LIMITS.quantity)))
    return of('分割する数量は、1以上の整数で入力してください。');
  if (!isTakenForDays(formClass) && quantity === 1 && splitQuantities.every((each) => each === 1)) return [];
  const sum = splitQuantities.reduce((total, each) => total + each, 0);
  return sum === quantity
    ? []
    : of(`分割する数量の合計（${sum}）が、全体の${quantityWord(formClass)}（${quantity}）と合いません。`);
}

function narcoticProblems(record: PrescriptionRecord): PrescriptionProblem[] {
  const { narcotic } = record;
  const [drug] = lines(record).filter((line) => NARCOTIC.test(line.yjCode));
  if (narcotic === null)
    return drug
      ? [error(`${drug.name} は麻薬です。麻薬施用者免許番号と、患者の住所・電話番号を入力してください。`)]
      : [];
  return [
    ...code('麻薬施用者免許番号', narcotic.licenceNumber, RECORD_LIMITS.narcoticLicence),
    ...text('麻薬施用の患者住所', narcotic.patientAddress, RECORD_LIMITS.narcoticAddress),
    ...code('麻薬施用の患者電話番号', narcotic.patientPhone, RECORD_LIMITS.phone),
    ...(drug ? [] : [warning('麻薬施用者免許番号がありますが、麻薬の薬がありません。確認してください。')]),
  ];
}

/** Record 231 stands at every line or at none, and names only a 公費 the patient has. */
function burdenProblems(record: PrescriptionRecord): PrescriptionProblem[] {
  const all = lines(record);
  const borne = all.flatMap((line) => (line.burden ? [line.burden] : []));
  if (borne.length === 0) return [];
  const problems: PrescriptionProblem[] = [];
  if (borne.length < all.length)
    problems.push(error('公費の負担は、すべての薬で選ぶか、どの薬でも選ばないかのどちらかにしてください。'));
  const { publicSubsidies, specialSubsidy } = record.patient;
  const names = ['第1公費', '第2公費', '第3公費', '特殊公費'];
  const has = [...[0, 1, 2].map((index) => publicSubsidies[index] !== undefined), Boolean(specialSubsidy)];
  const used = ['first', 'second', 'third', 'special'] as const;
  for (const [index, key] of used.entries())
    if (!has[index] && borne.some((burden) => burden[key]))
      problems.push(
        error(`${names[index]}が登録されていませんが、負担に選ばれています。患者の公費を確認してください。`),
      );
  return problems;
}

function noteProblems({ clinicalNotes, labValues }: PrescriptionRecord): PrescriptionProblem[] {
  return [
    ...clinicalNotes.flatMap((note, index) => [
      ...text(`薬局への情報${index + 1}の薬品名`, note.drugName ?? '', RECORD_LIMITS.drugName, 'N', true),
      ...text(`薬局への情報${index + 1}`, note.comment, RECORD_LIMITS.clinicalNote),
    ]),
    ...tooMany('薬局への情報', clinicalNotes.length, RECORD_LIMITS.notes),
    ...labValues.flatMap((value, index) => text(`検査値${index + 1}`, value, RECORD_LIMITS.labValue)),
    ...tooMany('検査値', labValues.length, RECORD_LIMITS.notes),
  ];
}
