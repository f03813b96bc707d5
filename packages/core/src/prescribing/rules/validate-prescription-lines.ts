import { DrugReceiptCode, isAsNeededUsage, UsageCode, YjCode } from '@shirube/terminology';
import type { MedicationRecord, PrescriptionRecord, RpRecord } from '../../records/index.ts';
import { isTakenForDays, quantityWord, unusualDays } from './order.ts';
import { DOSE_PATTERN, RECORD_LIMITS } from './record-limits.ts';
import {
  code,
  error,
  isCount,
  type PrescriptionProblem,
  text,
  warning,
} from './validate-prescription-problem.ts';

const substitutionWords = {
  no_generic: '後発品変更不可',
  no_form: '剤形変更不可',
  no_strength: '含量規格変更不可',
  no_form_or_strength: '剤形変更不可及び含量規格変更不可',
} as const;

/** Problems of the RPs and their lines. */
export function lineProblems({ rps }: PrescriptionRecord): PrescriptionProblem[] {
  if (rps.length === 0) return [error('薬が1つもありません。処方を入力してください。')];
  return [
    ...(rps.length > RECORD_LIMITS.rps ? [error(`RPは${RECORD_LIMITS.rps}個までです。`)] : []),
    ...rps.flatMap((rp, index) => rpProblems(rp, index + 1)),
  ];
}

function rpProblems(rp: RpRecord, expectedNumber: number): PrescriptionProblem[] {
  const label = `RP${rp.rpNumber}`;
  const word = quantityWord(rp.formClass);
  const problems: PrescriptionProblem[] = [];
  if (rp.rpNumber !== expectedNumber) problems.push(error(`${label} の番号が順番どおりではありません。`));
  if (!Number.isInteger(rp.quantity) || rp.quantity < 1)
    problems.push(error(`${label} の${word}を1以上の整数で入力してください。`));
  else if (rp.quantity > RECORD_LIMITS.quantity)
    problems.push(error(`${label} の${word}は${RECORD_LIMITS.quantity}までです。`));
  else if (isTakenForDays(rp.formClass) && rp.quantity > unusualDays)
    problems.push(
      warning(`${label} は${rp.quantity}日分です。${unusualDays}日を超えています。日数を確認してください。`),
    );
  if (rp.formClass === '9')
    problems.push(...text(`${label} の剤形の名称`, rp.formName ?? '', RECORD_LIMITS.formName, 'N', true));
  problems.push(...usageProblems(rp, label), ...usageSupplementProblems(rp, label));
  if (rp.medications.length === 0) problems.push(error(`${label} に薬がありません。`));
  if (rp.medications.length > RECORD_LIMITS.items)
    problems.push(error(`${label} の薬は${RECORD_LIMITS.items}個までです。`));
  for (const [index, medication] of rp.medications.entries())
    problems.push(
      ...medicationProblems(medication, rp, index + 1).map((problem) => ({
        ...problem,
        itemNumber: medication.itemNumber,
      })),
    );
  return problems.map((problem) => ({ ...problem, rpNumber: rp.rpNumber }));
}

function usageProblems({ usage, formClass }: RpRecord, label: string): PrescriptionProblem[] {
  if (usage.text.trim() === '' || !UsageCode.is(usage.code))
    return [error(`${label} の用法を選んでください。`)];
  const problems = text(`${label} の用法`, usage.text, RECORD_LIMITS.usageText);
  if (usage.timesPerDay !== null && !isCount(usage.timesPerDay, RECORD_LIMITS.timesPerDay))
    problems.push(error(`${label} の1日回数を確認してください。`));
  if (formClass === '1' && isAsNeededUsage(usage.code))
    problems.push(warning(`${label} は内服（日数）ですが、用法が頓用です。頓服ではないか確認してください。`));
  return problems;
}

function usageSupplementProblems({ supplements }: RpRecord, label: string): PrescriptionProblem[] {
  const problems = supplements.flatMap((supplement) => [
    ...text(`${label} の用法補足`, supplement.text, RECORD_LIMITS.usageSupplement),
    ...(supplement.kind === 'jami'
      ? code(`${label} の用法補足のコード`, supplement.code ?? '', RECORD_LIMITS.supplementCode)
      : []),
    ...(supplement.kind === 'jami_site'
      ? code(`${label} の部位のコード`, supplement.siteCode ?? '', RECORD_LIMITS.siteCode)
      : []),
  ]);
  return supplements.length > RECORD_LIMITS.usageSupplements
    ? [...problems, error(`${label} の用法補足は${RECORD_LIMITS.usageSupplements}個までです。`)]
    : problems;
}

function medicationProblems(
  medication: MedicationRecord,
  rp: RpRecord,
  expectedNumber: number,
): PrescriptionProblem[] {
  const name = medication.name.trim() === '' ? `${expectedNumber}番目の薬` : medication.name;
  const label = `RP${rp.rpNumber} ${name}`;
  const { conversion } = medication;
  return [
    ...text(`${label} の名称`, medication.name, RECORD_LIMITS.drugName),
    ...(medication.itemNumber === expectedNumber
      ? []
      : [error(`${label} の番号が順番どおりではありません。`)]),
    ...codeProblems(medication, label),
    ...doseProblems(medication.dose, `${label} の用量`),
    ...text(`${label} の単位`, medication.unit, RECORD_LIMITS.unit),
    ...(conversion ? doseProblems(conversion.factor, `${label} の単位変換の係数`) : []),
    ...unevenProblems(medication, rp, label),
    ...singleDoseProblems(medication, rp, label),
    ...supplementProblems(medication, label),
  ];
}

function codeProblems(medication: MedicationRecord, label: string): PrescriptionProblem[] {
  const { kind, yjCode, receiptCode, generic } = medication;
  const problems: PrescriptionProblem[] = [];
  const wrong = error(`${label} の医薬品コードが正しくありません。薬を選び直してください。`);
  if (kind === 'drug' && (!YjCode.is(yjCode) || !DrugReceiptCode.is(receiptCode))) problems.push(wrong);
  // under another kind a drug would be neither checked nor taken from the master
  if (kind === 'material' && (yjCode !== '' || DrugReceiptCode.is(receiptCode))) problems.push(wrong);
  else if (kind !== 'drug' && ((yjCode !== '' && !YjCode.is(yjCode)) || !/^(?:\d{9})?$/.test(receiptCode)))
    problems.push(wrong);
  if (generic)
    problems.push(
      ...text(`${label} の一般名`, generic.name, RECORD_LIMITS.drugName),
      ...code(`${label} の一般名コード`, generic.code, RECORD_LIMITS.genericCode, true),
    );
  return problems;
}

function doseProblems(dose: string, what: string): PrescriptionProblem[] {
  if (!(Number(dose) > 0)) return [error(`${what}を0より大きい数で入力してください。`)];
  return DOSE_PATTERN.test(dose) ? [] : [error(`${what}は整数6桁・小数5桁までの数で入力してください。`)];
}

/** Decimal amounts of at most five places, added without binary fractions. */
const hundredThousandths = (amount: string): number => Math.round(Number(amount) * 100_000);

/** 不均等: as many amounts as times of the day, adding up to the amount of the day; one time may have none. */
function unevenProblems(
  { unevenDoses, dose }: MedicationRecord,
  { formClass, usage }: RpRecord,
  label: string,
): PrescriptionProblem[] {
  if (unevenDoses === null) return [];
  if (!isTakenForDays(formClass)) return [error(`${label} の不均等は、内服のときだけ使えます。`)];
  if (unevenDoses.length < 2 || unevenDoses.length > 5)
    return [error(`${label} の不均等の回数は2回から5回です。`)];
  if (usage.timesPerDay !== null && unevenDoses.length !== usage.timesPerDay)
    return [
      error(
        `${label} の不均等は${unevenDoses.length}回分ですが、用法は1日${usage.timesPerDay}回です。どちらかを直してください。`,
      ),
    ];
  if (unevenDoses.some((each) => !DOSE_PATTERN.test(each.dose)))
    return [error(`${label} の不均等の用量は整数6桁・小数5桁までの数で入力してください。`)];
  const sum = unevenDoses.reduce((total, each) => total + hundredThousandths(each.dose), 0);
  if (sum !== hundredThousandths(dose))
    return [
      error(
        `${label} の不均等の合計（${sum / 100_000}）が、1日量（${dose}）と合いません。用量を直してください。`,
      ),
    ];
  return unevenDoses.flatMap((each) =>
    code(`${label} の不均等のコード`, each.code ?? '', RECORD_LIMITS.supplementCode, true),
  );
}

function singleDoseProblems(
  { singleDose, unevenDoses, dose }: MedicationRecord,
  { formClass, usage }: RpRecord,
  label: string,
): PrescriptionProblem[] {
  if (singleDose === null) return [];
  const plain = singleDose.text.normalize('NFKC').trim();
  if (!/^[\u0021-\u002b\u002d-\u007e]+$/.test(plain) || plain.length > RECORD_LIMITS.singleDose)
    return [
      error(
        `${label} の1回量は${RECORD_LIMITS.singleDose}文字までの数字や記号（2/3 など）で入力してください。`,
      ),
    ];
  if (singleDose.timesPerDay !== null && !isCount(singleDose.timesPerDay, RECORD_LIMITS.timesPerDay))
    return [error(`${label} の1回量の1日回数を確認してください。`)];
  const times = singleDose.timesPerDay ?? usage.timesPerDay;
  if (!DOSE_PATTERN.test(plain) || times === null || unevenDoses !== null || !isTakenForDays(formClass))
    return [];
  return hundredThousandths(plain) * times === hundredThousandths(dose)
    ? []
    : [warning(`${label} の1回量${plain}×${times}回が、1日量${dose}と合いません。確認してください。`)];
}

function supplementProblems(
  { substitution, supplements, generic }: MedicationRecord,
  label: string,
): PrescriptionProblem[] {
  const problems: PrescriptionProblem[] = [];
  const isWish = supplements.some((each) => each.kind === 'brand_at_patients_wish');
  if (substitution) {
    const reason = substitution.reason.trim();
    const words = substitutionWords[substitution.kind];
    problems.push(
      ...text(
        `${label} の変更不可の理由`,
        reason === '' ? '' : `${words}（${reason}）`,
        RECORD_LIMITS.lineSupplement,
        'N',
        true,
      ),
    );
  }
  if (substitution?.kind === 'no_generic' && isWish)
    problems.push(
      error(
        `${label} に「後発品変更不可」と「先発医薬品を患者が希望」の両方があります。どちらか1つにしてください。`,
      ),
    );
  if (generic && (substitution?.kind === 'no_generic' || isWish))
    problems.push(error(`${label} は一般名処方です。後発品変更不可や先発医薬品の希望は付けられません。`));
  for (const supplement of supplements) {
    problems.push(
      ...text(
        `${label} の薬品補足`,
        supplement.text,
        RECORD_LIMITS.lineSupplement,
        'N',
        supplement.kind !== 'jami',
      ),
    );
    if (supplement.kind === 'jami')
      problems.push(
        ...code(`${label} の薬品補足のコード`, supplement.code ?? '', RECORD_LIMITS.supplementCode),
      );
  }
  return problems;
}
