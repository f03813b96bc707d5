import type { MedicationRecord, PrescriptionRecord, RpRecord } from '@shirube/core/records';
import { addDays } from '@shirube/terminology';
import { burdenClass } from './burden-class.ts';
import { code, compactDate, digits, fullName, kana, ordinaryValidDays, quantity, text } from './fields.ts';
import { Sj1Error } from './sj1-error.ts';

/** assumed: 電子処方箋用法マスタ is code kind 3 in the electronic dialect (2 in the paper QR dialect). */
const usageCodeKind = '3';
/** assumed: the dummy code for a usage that the 用法マスタ lacks. */
const unlistedUsageCode = '0X0XXXXXXXXX0000';
const largestRpNumber = 999;
const largestItemNumber = 99;

/** 保険種別: 1医保/公費 2国保 7後期高齢者, from the insurer number. */
function insuranceKind(insurerNumber: string): string {
  if (insurerNumber.length === 6) return '2';
  if (insurerNumber.startsWith('39')) return '7';
  return insurerNumber.startsWith('67') ? '2' : '1';
}

const row = (...fields: (string | number)[]): string => fields.join(',');

/**
 * 電子処方箋の処方情報CSV: header SJ1, UTF-8 without BOM, LF only; records in ascending order, then RP by RP.
 * Throws Sj1Error with a sentence when something required is missing or does not fit.
 */
export function writeSj1(record: PrescriptionRecord): Uint8Array {
  const lines = ['SJ1', ...header(record), ...record.rps.flatMap(rpLines)];
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}

function header(record: PrescriptionRecord): string[] {
  const { facility, prescriber, patient } = record;
  if (!/^\d{10}$/.test(facility.institutionCode))
    throw new Sj1Error(
      1,
      '医療機関コード',
      '医療機関コード（10桁）が登録されていません。管理者に知らせてください。',
    );
  if (patient.sex !== 'male' && patient.sex !== 'female')
    throw new Sj1Error(
      12,
      '性別',
      '性別が登録されていないため、電子処方箋を作れません。患者の情報を確かめてください。',
    );
  const lines = [
    row(
      1,
      facility.institutionCode.slice(2, 3),
      facility.institutionCode.slice(3),
      facility.institutionCode.slice(0, 2),
      text(1, '医療機関の名称', facility.name, 60, true),
    ),
    row(2, code(2, '郵便番号', facility.postalCode, 8), text(2, '医療機関の所在地', facility.address, 50)),
    row(3, code(3, '電話番号', facility.phone, 13), '', ''),
    row(
      4,
      2,
      code(4, '診療科コード', facility.departmentCode, 6),
      text(4, '診療科', facility.departmentName, 40, true),
    ),
    row(
      5,
      code(5, '医師コード', prescriber.code, 15),
      kana(5, '医師のカナ氏名', prescriber.familyKana, prescriber.givenKana),
      fullName(5, '医師の氏名', prescriber.familyName, prescriber.givenName),
    ),
    row(
      11,
      code(11, '患者番号', patient.patientNumber, 15),
      fullName(11, '患者の氏名', patient.familyName, patient.givenName),
      kana(11, '患者のカナ氏名', patient.familyKana, patient.givenKana),
    ),
    row(12, patient.sex === 'male' ? 1 : 2),
    row(13, compactDate(patient.birthDate)),
  ];
  const burden = burdenClass(patient, record.issuedOn);
  if (burden) lines.push(row(14, burden));
  const { coverage } = patient;
  if (coverage) {
    lines.push(
      row(21, insuranceKind(coverage.insurerNumber)),
      row(22, code(22, '保険者番号', coverage.insurerNumber, 14)),
      row(
        23,
        text(23, '記号', coverage.symbol, 20),
        text(23, '番号', coverage.number, 20, true),
        coverage.isDependent ? 2 : 1,
        code(23, '枝番', coverage.branchNumber, 2),
      ),
      row(24, coverage.copayPercent, 100 - coverage.copayPercent),
    );
  } else if (patient.publicSubsidies.length > 0) {
    lines.push(row(21, 1), row(22, ''), row(23, '', '', 1, ''));
  } else {
    throw new Sj1Error(22, '保険', '保険も公費も登録されていないため、電子処方箋を作れません。');
  }
  for (const [index, subsidy] of patient.publicSubsidies.slice(0, 3).entries())
    lines.push(
      row(
        27 + index,
        digits(27 + index, '公費負担者番号', subsidy.payerNumber, 8),
        subsidy.recipientNumber ? digits(27 + index, '公費受給者番号', subsidy.recipientNumber, 7) : '',
      ),
    );
  lines.push(row(51, compactDate(record.issuedOn)));
  if (record.validUntil !== addDays(record.issuedOn, ordinaryValidDays - 1))
    lines.push(row(52, compactDate(record.validUntil)));
  for (const [index, remark] of record.remarks.entries())
    lines.push(row(81, index + 1, '', text(81, '備考', remark.text, 50, true)));
  if (record.accessCode !== null) lines.push(row(82, 1, digits(82, '引換番号', record.accessCode, 16)));
  return lines;
}

function rpLines(rp: RpRecord): string[] {
  if (rp.medications.length === 0) throw new Sj1Error(201, '薬品', `RP${rp.rpNumber} に薬がありません。`);
  if (!Number.isInteger(rp.quantity) || rp.quantity < 1 || rp.quantity > 999)
    throw new Sj1Error(101, '調剤数量', `RP${rp.rpNumber} の日数または回数が正しくありません。`);
  if (!isSerial(rp.rpNumber, largestRpNumber))
    throw new Sj1Error(101, 'RP番号', 'RP番号が正しくありません。処方を作り直してください。');
  return [
    row(101, rp.rpNumber, rp.formClass, rp.formClass === '9' ? '不明' : '', rp.quantity),
    row(
      111,
      rp.rpNumber,
      usageCodeKind,
      code(111, '用法コード', rp.usage.code, 16) || unlistedUsageCode,
      text(111, '用法', rp.usage.text, 50, true),
      rp.usage.timesPerDay ?? '',
    ),
    ...rp.medications.flatMap((medication) => medicationLines(rp, medication)),
  ];
}

const isSerial = (value: number, maximum: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= maximum;

function medicationLines(rp: RpRecord, medication: MedicationRecord): string[] {
  if (!isSerial(medication.itemNumber, largestItemNumber))
    throw new Sj1Error(201, 'RP内連番', `RP${rp.rpNumber} の薬が多すぎるか、連番が正しくありません。`);
  const { codeKind, drugCode, name } = identification(rp.rpNumber, medication);
  const lines = [
    row(
      201,
      rp.rpNumber,
      medication.itemNumber,
      rp.formClass === '6' ? 2 : 1,
      codeKind,
      code(201, '薬品コード', drugCode, 13),
      text(201, '薬品名', name, 40, true),
      quantity(201, `${medication.name} の用量`, medication.dose),
      1,
      text(201, '単位', medication.unit, 6, true),
    ),
  ];
  if (medication.substitution)
    lines.push(row(281, rp.rpNumber, medication.itemNumber, 1, 3, '後発品変更不可', ''));
  return lines;
}

/** 薬品コード種別 7一般名 when prescribed by generic name, else 2レセプト電算, else 4YJ. */
function identification(
  rpNumber: number,
  { generic, receiptCode, yjCode, name }: MedicationRecord,
): { codeKind: '2' | '4' | '7'; drugCode: string; name: string } {
  if (generic) return { codeKind: '7', drugCode: generic.code, name: generic.name };
  if (receiptCode !== '') return { codeKind: '2', drugCode: receiptCode, name };
  if (yjCode !== '') return { codeKind: '4', drugCode: yjCode, name };
  throw new Sj1Error(201, '薬品コード', `RP${rpNumber} にコードのない薬があります。薬を選び直してください。`);
}
