import { DrugReceiptCode, isAsNeededUsage, isCalendarDate, UsageCode, YjCode } from '@shirube/terminology';
import type { MedicationRecord, PatientRecord, PrescriptionRecord, RpRecord } from '../../records/index.ts';
import { isTakenForDays, quantityWord, unusualDays } from './order.ts';
import { DOSE_PATTERN, fullWidthLength, RECORD_LIMITS } from './record-limits.ts';

export interface PrescriptionProblem {
  /** error: the prescription cannot be issued like this; warning: it can, but it is rarely meant */
  severity: 'error' | 'warning';
  rpNumber: number | null;
  itemNumber: number | null;
  /** A Japanese sentence that names the RP and the drug. */
  message: string;
}

/**
 * What stands against issuing a prescription: missing or over-long contents by the record table of the prescription
 * file, and what the record cannot carry. Run before the file is written, so that a doctor reads a sentence and not the
 * service's error code.
 */
export function validatePrescription(record: PrescriptionRecord): PrescriptionProblem[] {
  return [
    ...facilityProblems(record),
    ...patientProblems(record.patient, record.issueType),
    ...dateProblems(record),
    ...record.remarks.flatMap((remark, index) => text(`備考${index + 1}`, remark.text, RECORD_LIMITS.remark)),
    ...(record.rps.length === 0 ? [error('薬が1つもありません。処方を入力してください。')] : []),
    ...record.rps.flatMap((rp, index) => rpProblems(rp, index + 1)),
  ];
}

function facilityProblems({ facility, prescriber }: PrescriptionRecord): PrescriptionProblem[] {
  const name = `${prescriber.familyName}　${prescriber.givenName}`;
  const kana = `${prescriber.familyKana} ${prescriber.givenKana}`;
  return [
    ...(/^\d{10}$/.test(facility.institutionCode)
      ? []
      : [error('医療機関コード（10桁）が登録されていません。医院の設定を確認してください。')]),
    ...text('医療機関の名称', facility.name, RECORD_LIMITS.facilityName),
    ...text('医療機関の所在地', facility.address, RECORD_LIMITS.facilityAddress),
    ...text('医療機関の電話番号', facility.phone, RECORD_LIMITS.phone, 'X'),
    ...text('診療科名', facility.departmentName, RECORD_LIMITS.departmentName),
    ...(prescriber.familyName.trim() === '' || prescriber.givenName.trim() === ''
      ? [error('処方医の氏名が登録されていません。職員の設定を確認してください。')]
      : text('処方医の氏名', name, RECORD_LIMITS.prescriberName)),
    ...text('処方医の氏名カナ', kana, RECORD_LIMITS.prescriberKana, 'X'),
  ];
}

function patientProblems(
  patient: PatientRecord,
  issueType: PrescriptionRecord['issueType'],
): PrescriptionProblem[] {
  const problems = [
    ...(patient.familyName.trim() === ''
      ? [error('患者の氏名が登録されていません。患者登録を確認してください。')]
      : text('患者の氏名', `${patient.familyName}　${patient.givenName}`, RECORD_LIMITS.patientName)),
    ...text('患者の氏名カナ', `${patient.familyKana} ${patient.givenKana}`, RECORD_LIMITS.patientKana, 'X'),
  ];
  if (!isCalendarDate(patient.birthDate))
    problems.push(error('患者の生年月日が正しくありません。患者登録を確認してください。'));
  if (patient.sex !== 'male' && patient.sex !== 'female')
    problems.push(error('処方箋には患者の性別（男・女）の記録が必要です。患者登録を確認してください。'));
  // 生活保護 and the like have a public payer and no insurer.
  if (issueType === 'electronic' && patient.coverage === null && patient.publicSubsidies.length === 0)
    problems.push(
      error(
        '保険の資格が登録されていないため、電子処方箋を発行できません。資格を登録するか、紙の処方箋にしてください。',
      ),
    );
  if (patient.coverage) {
    problems.push(...text('被保険者証の番号', patient.coverage.number, RECORD_LIMITS.insuranceNumber));
    problems.push(
      ...text('被保険者証の記号', patient.coverage.symbol ?? '', RECORD_LIMITS.insuranceSymbol, 'N', true),
    );
  }
  if (patient.publicSubsidies.length > RECORD_LIMITS.publicSubsidies)
    problems.push(error(`公費は${RECORD_LIMITS.publicSubsidies}つまでしか処方箋に書けません。`));
  for (const [index, subsidy] of patient.publicSubsidies.entries()) {
    if (!/^\d{8}$/.test(subsidy.payerNumber))
      problems.push(error(`第${index + 1}公費の負担者番号（8桁）を確認してください。`));
    if (subsidy.recipientNumber !== null && !/^\d{7}$/.test(subsidy.recipientNumber))
      problems.push(error(`第${index + 1}公費の受給者番号（7桁）を確認してください。`));
  }
  return problems;
}

function dateProblems({ issuedOn, validUntil }: PrescriptionRecord): PrescriptionProblem[] {
  if (!isCalendarDate(issuedOn) || !isCalendarDate(validUntil))
    return [error('交付年月日または使用期間が正しくありません。')];
  return validUntil < issuedOn ? [error('処方箋の使用期間が交付年月日より前になっています。')] : [];
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
  problems.push(...usageProblems(rp, label));
  if (rp.medications.length === 0) problems.push(error(`${label} に薬がありません。`));
  for (const [index, medication] of rp.medications.entries())
    problems.push(
      ...medicationProblems(medication, label, index + 1).map((problem) => ({
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
  const { timesPerDay } = usage;
  if (timesPerDay !== null && (!Number.isInteger(timesPerDay) || timesPerDay < 1 || timesPerDay > 99))
    problems.push(error(`${label} の1日回数を確認してください。`));
  if (formClass === '1' && isAsNeededUsage(usage.code))
    problems.push(warning(`${label} は内服（日数）ですが、用法が頓用です。頓服ではないか確認してください。`));
  return problems;
}

function medicationProblems(
  medication: MedicationRecord,
  rpLabel: string,
  expectedNumber: number,
): PrescriptionProblem[] {
  const label = `${rpLabel} ${medication.name.trim() === '' ? `${expectedNumber}番目の薬` : medication.name}`;
  const problems = text(`${label} の名称`, medication.name, RECORD_LIMITS.drugName);
  if (medication.itemNumber !== expectedNumber)
    problems.push(error(`${label} の番号が順番どおりではありません。`));
  if (!YjCode.is(medication.yjCode) || !DrugReceiptCode.is(medication.receiptCode))
    problems.push(error(`${label} の医薬品コードが正しくありません。薬を選び直してください。`));
  if (!(Number(medication.dose) > 0))
    problems.push(error(`${label} の用量を0より大きい数で入力してください。`));
  else if (!DOSE_PATTERN.test(medication.dose))
    problems.push(error(`${label} の用量は整数6桁・小数5桁までの数で入力してください。`));
  problems.push(...text(`${label} の単位`, medication.unit, RECORD_LIMITS.unit));
  if (medication.generic)
    problems.push(...text(`${label} の一般名`, medication.generic.name, RECORD_LIMITS.drugName));
  return problems;
}

/** Problems of one text field: empty, too long, or with characters that would break the line of the file. */
function text(
  label: string,
  value: string,
  limit: number,
  kind: 'N' | 'X' = 'N',
  mayBeEmpty = false,
): PrescriptionProblem[] {
  if (value.trim() === '') return mayBeEmpty ? [] : [error(`${label}がありません。入力してください。`)];
  if (/\p{Cc}/u.test(value))
    return [error(`${label}に改行などの使えない文字があります。入力し直してください。`)];
  const length = kind === 'N' ? fullWidthLength(value) : [...value].length;
  const unit = kind === 'N' ? '全角' : '';
  return length > limit ? [error(`${label}が長すぎます（${unit}${limit}文字まで）。短くしてください。`)] : [];
}

function error(message: string): PrescriptionProblem {
  return { severity: 'error', rpNumber: null, itemNumber: null, message };
}

function warning(message: string): PrescriptionProblem {
  return { severity: 'warning', rpNumber: null, itemNumber: null, message };
}
