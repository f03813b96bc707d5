import { burdenClass, type PatientRecord, type PrescriptionRecord } from '@shirube/core/records';
import { addDays } from '@shirube/terminology';
import { type Dialect, row, serial } from './dialect.ts';
import { code, compactDate, digits, fullName, kana, ordinaryValidDays, text } from './fields.ts';
import { Sj1Error } from './sj1-error.ts';

const remarkKinds = { one_dose_package: 1, crush: 2, split: 3 } as const;
const leftoverKinds = { ask_first: 1, inform: 2 } as const;
const mostRemarks = 999;
const mostSubsidies = 3;
const mostParts = 99;

/** Records 1 to 82: facility, doctor, patient, insurance, and what holds for the whole prescription. */
export function headerLines(record: PrescriptionRecord, dialect: Dialect): string[] {
  return [
    ...facilityLines(record),
    ...patientLines(record),
    ...insuranceLines(record.patient, dialect),
    row(51, compactDate(record.issuedOn)),
    ...(dialect.isForPharmacy ? validityLines(record) : []),
    ...narcoticLines(record),
    ...(dialect.isForPharmacy ? pharmacyLines(record) : []),
    ...record.remarks.map((remark, index) =>
      row(
        81,
        serial(81, '備考の数', index + 1, mostRemarks),
        remark.kind === null ? '' : remarkKinds[remark.kind],
        text(81, '備考', remark.text, 50, true),
      ),
    ),
    ...(dialect.isForPharmacy && record.accessCode !== null
      ? [row(82, 1, digits(82, '引換番号', record.accessCode, 16))]
      : []),
  ];
}

function facilityLines({ facility, prescriber }: PrescriptionRecord): string[] {
  if (!/^\d{10}$/.test(facility.institutionCode))
    throw new Sj1Error(
      1,
      '医療機関コード',
      '医療機関コード（10桁）が登録されていません。管理者に知らせてください。',
    );
  const postalCode = code(2, '郵便番号', facility.postalCode, 8);
  const address = text(2, '医療機関の所在地', facility.address, 50);
  const phone = code(3, '電話番号', facility.phone, 13);
  const department = code(4, '診療科コード', facility.departmentCode, 6);
  return [
    row(
      1,
      facility.institutionCode.slice(2, 3),
      facility.institutionCode.slice(3),
      facility.institutionCode.slice(0, 2),
      text(1, '医療機関の名称', facility.name, 60, true),
    ),
    ...(postalCode === '' && address === '' ? [] : [row(2, postalCode, address)]),
    ...(phone === ''
      ? []
      : [
          row(
            3,
            phone,
            code(3, 'FAX番号', facility.fax ?? null, 13),
            text(3, 'その他の連絡先', facility.otherContact ?? null, 50),
          ),
        ]),
    row(4, department === '' ? 1 : 2, department, text(4, '診療科', facility.departmentName, 40, true)),
    row(
      5,
      code(5, '医師コード', prescriber.code, 15),
      kana(5, '医師のカナ氏名', prescriber.familyKana, prescriber.givenKana),
      fullName(5, '医師の氏名', prescriber.familyName, prescriber.givenName),
    ),
  ];
}

function patientLines({ patient, issuedOn }: PrescriptionRecord): string[] {
  if (patient.sex !== 'male' && patient.sex !== 'female')
    throw new Sj1Error(
      12,
      '性別',
      '性別が登録されていないため、処方箋を作れません。患者の情報を確かめてください。',
    );
  const burden = burdenClass(patient, issuedOn);
  return [
    row(
      11,
      code(11, '患者番号', patient.patientNumber, 15),
      fullName(11, '患者の氏名', patient.familyName, patient.givenName),
      kana(11, '患者のカナ氏名', patient.familyKana, patient.givenKana),
    ),
    row(12, patient.sex === 'male' ? 1 : 2),
    row(13, compactDate(patient.birthDate)),
    ...(burden ? [row(14, burden)] : []),
  ];
}

/** 保険種別: 1医保/公費 2国保 7後期高齢者, from the insurer number. */
function insuranceKind(insurerNumber: string): string {
  if (insurerNumber.length === 6) return '2';
  if (insurerNumber.startsWith('39')) return '7';
  return insurerNumber.startsWith('67') ? '2' : '1';
}

function insuranceLines(patient: PatientRecord, dialect: Dialect): string[] {
  const { coverage, publicSubsidies, specialSubsidy, receiptKind } = patient;
  const isPaidByPublic = publicSubsidies.length > 0 || Boolean(specialSubsidy);
  const lines: string[] = [];
  if (coverage) {
    const branch = code(23, '枝番', coverage.branchNumber, 2);
    lines.push(
      row(21, insuranceKind(coverage.insurerNumber)),
      row(22, code(22, '保険者番号', coverage.insurerNumber, 14)),
      row(
        23,
        text(23, '記号', coverage.symbol, 20),
        text(23, '番号', coverage.number, 20, true),
        coverage.isDependent ? 2 : 1,
        branch === '' ? '' : branch.padStart(2, '0'),
      ),
      shareLine(coverage.copayPercent),
    );
    if (coverage.dutyReason) lines.push(row(25, coverage.dutyReason));
  } else if (isPaidByPublic || dialect.mayBeUninsured) {
    lines.push(row(21, isPaidByPublic ? 1 : 6), row(22, ''), row(23, '', '', 1, ''));
  } else {
    throw new Sj1Error(22, '保険', '保険も公費も登録されていないため、電子処方箋を作れません。');
  }
  if (publicSubsidies.length > mostSubsidies)
    throw new Sj1Error(29, '公費', `公費は${mostSubsidies}つまでしか処方箋に書けません。`);
  for (const [index, subsidy] of publicSubsidies.entries())
    lines.push(
      row(
        27 + index,
        digits(27 + index, '公費負担者番号', subsidy.payerNumber, 8),
        subsidy.recipientNumber ? digits(27 + index, '公費受給者番号', subsidy.recipientNumber, 7) : '',
      ),
    );
  if (specialSubsidy)
    lines.push(
      row(
        30,
        text(30, '特殊公費の負担者番号', specialSubsidy.payerNumber, 20, true),
        text(30, '特殊公費の受給者番号', specialSubsidy.recipientNumber, 20),
      ),
    );
  if (receiptKind) lines.push(row(31, digits(31, 'レセプト種別', receiptKind, 4)));
  return lines;
}

function shareLine(copayPercent: number): string {
  if (!Number.isInteger(copayPercent) || copayPercent < 0 || copayPercent > 100)
    throw new Sj1Error(24, '負担割合', '患者の負担割合が正しくありません。患者の情報を確かめてください。');
  return row(24, copayPercent, 100 - copayPercent);
}

function validityLines({ issuedOn, validUntil }: PrescriptionRecord): string[] {
  return validUntil === addDays(issuedOn, ordinaryValidDays - 1) ? [] : [row(52, compactDate(validUntil))];
}

/** assumed: record 61 as in the paper's table; one open-source system writes it as 60 in the electronic file. */
function narcoticLines({ narcotic }: PrescriptionRecord): string[] {
  if (narcotic === null) return [];
  return [
    row(
      61,
      code(61, '麻薬施用者免許番号', narcotic.licenceNumber, 15, true),
      text(61, '麻薬施用の患者住所', narcotic.patientAddress, 50, true),
      code(61, '麻薬施用の患者電話番号', narcotic.patientPhone, 13, true),
    ),
  ];
}

function pharmacyLines({ leftover, split, refillCount }: PrescriptionRecord): string[] {
  const lines: string[] = [];
  if (leftover !== null) lines.push(row(62, leftoverKinds[leftover]));
  if (split !== null) {
    const times = serial(63, '分割回数', split.times, mostParts);
    lines.push(row(63, times, serial(63, '分割の何回目', split.current, times)));
  }
  if (refillCount !== null) {
    if (refillCount !== 2 && refillCount !== 3)
      throw new Sj1Error(64, '総使用回数', 'リフィルの総使用回数は2回か3回です。回数を選び直してください。');
    lines.push(row(64, refillCount));
  }
  return lines;
}
