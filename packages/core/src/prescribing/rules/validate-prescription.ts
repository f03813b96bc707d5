import { isCalendarDate, toHalfWidthKana } from '@shirube/terminology';
import type { PatientRecord, PrescriptionRecord } from '../../records/index.ts';
import { RECORD_LIMITS } from './record-limits.ts';
import { lineProblems } from './validate-prescription-lines.ts';
import { type DaysLimits, optionProblems } from './validate-prescription-options.ts';
import { code, error, type PrescriptionProblem, text } from './validate-prescription-problem.ts';

export type { PrescriptionProblem } from './validate-prescription-problem.ts';

/**
 * What stands against issuing a prescription: missing or over-long contents by the record table of the prescription
 * file, what the record cannot carry, and what the rules of refills, splitting, narcotics and 公費 forbid. Run before the file is
 * written, so that a doctor reads a sentence and not the service's error code. `daysLimits` are our rules of the longest days of
 * single drugs; without them a refill is only held against what the YJ code says (麻薬, 湿布).
 */
export function validatePrescription(
  record: PrescriptionRecord,
  daysLimits: DaysLimits | null = null,
): PrescriptionProblem[] {
  return [
    ...facilityProblems(record),
    ...patientProblems(record.patient, record.issueType),
    ...dateProblems(record),
    ...optionProblems(record, daysLimits),
    ...lineProblems(record),
  ];
}

function facilityProblems({ facility, prescriber }: PrescriptionRecord): PrescriptionProblem[] {
  const name = `${prescriber.familyName}　${prescriber.givenName}`;
  const hasName = prescriber.familyName.trim() !== '' && prescriber.givenName.trim() !== '';
  return [
    ...(/^\d{10}$/.test(facility.institutionCode)
      ? []
      : [error('医療機関コード（10桁）が登録されていません。医院の設定を確認してください。')]),
    ...text('医療機関の名称', facility.name, RECORD_LIMITS.facilityName),
    ...code('医療機関の郵便番号', facility.postalCode, RECORD_LIMITS.postalCode, true),
    ...text('医療機関の所在地', facility.address, RECORD_LIMITS.facilityAddress),
    ...code('医療機関の電話番号', facility.phone, RECORD_LIMITS.phone),
    ...code('医療機関のFAX番号', facility.fax ?? '', RECORD_LIMITS.phone, true),
    ...text('医療機関のその他の連絡先', facility.otherContact ?? '', RECORD_LIMITS.otherContact, 'N', true),
    ...code('診療科コード', facility.departmentCode, RECORD_LIMITS.departmentCode, true),
    ...text('診療科名', facility.departmentName, RECORD_LIMITS.departmentName),
    ...code('医師コード', prescriber.code ?? '', RECORD_LIMITS.personCode, true),
    ...(hasName
      ? text('処方医の氏名', name, RECORD_LIMITS.prescriberName)
      : [error('処方医の氏名が登録されていません。職員の設定を確認してください。')]),
    ...kana('処方医の氏名カナ', prescriber, RECORD_LIMITS.prescriberKana),
  ];
}

/** The field is written in half-width kana: a voiced letter takes two places. */
function kana(
  label: string,
  { familyKana, givenKana }: { familyKana: string; givenKana: string },
  limit: number,
): PrescriptionProblem[] {
  const half = toHalfWidthKana(`${familyKana.trim()} ${givenKana.trim()}`).trim();
  if (half !== '' && !/^[\u0020-\u002b\u002d-\u007e\uff61-\uff9f]+$/.test(half))
    return [error(`${label}にカナでない文字があります。カナで登録し直してください。`)];
  return text(label, half, limit, 'X');
}

function patientProblems(
  patient: PatientRecord,
  issueType: PrescriptionRecord['issueType'],
): PrescriptionProblem[] {
  const problems = [
    ...code('患者番号', patient.patientNumber, RECORD_LIMITS.personCode, true),
    ...(patient.familyName.trim() === ''
      ? [error('患者の氏名が登録されていません。患者登録を確認してください。')]
      : text('患者の氏名', `${patient.familyName}　${patient.givenName}`, RECORD_LIMITS.patientName)),
    ...kana('患者の氏名カナ', patient, RECORD_LIMITS.patientKana),
  ];
  if (!isCalendarDate(patient.birthDate))
    problems.push(error('患者の生年月日が正しくありません。患者登録を確認してください。'));
  if (patient.sex !== 'male' && patient.sex !== 'female')
    problems.push(error('処方箋には患者の性別（男・女）の記録が必要です。患者登録を確認してください。'));
  return [...problems, ...insuranceProblems(patient, issueType)];
}

function insuranceProblems(
  { coverage, publicSubsidies, specialSubsidy, receiptKind }: PatientRecord,
  issueType: PrescriptionRecord['issueType'],
): PrescriptionProblem[] {
  const problems: PrescriptionProblem[] = [];
  // 生活保護 and the like have a public payer and no insurer.
  const isPaidByPublic = publicSubsidies.length > 0 || Boolean(specialSubsidy);
  if (issueType === 'electronic' && coverage === null && !isPaidByPublic)
    problems.push(
      error(
        '保険の資格が登録されていないため、電子処方箋を発行できません。資格を登録するか、紙の処方箋にしてください。',
      ),
    );
  if (coverage)
    problems.push(
      ...code('保険者番号', coverage.insurerNumber, RECORD_LIMITS.insurerNumber),
      ...text('被保険者証の番号', coverage.number, RECORD_LIMITS.insuranceNumber),
      ...text('被保険者証の記号', coverage.symbol ?? '', RECORD_LIMITS.insuranceSymbol, 'N', true),
      ...code('被保険者証の枝番', coverage.branchNumber ?? '', RECORD_LIMITS.insuranceBranch, true),
    );
  if (coverage && !isPercent(coverage.copayPercent))
    problems.push(error('患者の負担割合（0〜100％）を確認してください。'));
  if (publicSubsidies.length > RECORD_LIMITS.publicSubsidies)
    problems.push(error(`公費は${RECORD_LIMITS.publicSubsidies}つまでしか処方箋に書けません。`));
  for (const [index, subsidy] of publicSubsidies.entries()) {
    if (!/^\d{8}$/.test(subsidy.payerNumber))
      problems.push(error(`第${index + 1}公費の負担者番号（8桁）を確認してください。`));
    if (subsidy.recipientNumber !== null && !/^\d{7}$/.test(subsidy.recipientNumber))
      problems.push(error(`第${index + 1}公費の受給者番号（7桁）を確認してください。`));
  }
  if (specialSubsidy)
    problems.push(
      ...text('特殊公費の負担者番号', specialSubsidy.payerNumber, RECORD_LIMITS.specialSubsidy),
      ...text(
        '特殊公費の受給者番号',
        specialSubsidy.recipientNumber,
        RECORD_LIMITS.specialSubsidy,
        'N',
        true,
      ),
    );
  if (receiptKind && !/^\d{4}$/.test(receiptKind))
    problems.push(error('レセプト種別（4桁）を確認してください。'));
  return problems;
}

const isPercent = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 100;

function dateProblems({ issuedOn, validUntil }: PrescriptionRecord): PrescriptionProblem[] {
  if (!isCalendarDate(issuedOn) || !isCalendarDate(validUntil))
    return [error('交付年月日または使用期間が正しくありません。')];
  return validUntil < issuedOn ? [error('処方箋の使用期間が交付年月日より前になっています。')] : [];
}
