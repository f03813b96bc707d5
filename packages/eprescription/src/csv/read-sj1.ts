import type { FormClass } from '@shirube/core/records';
import { addDays } from '@shirube/terminology';
import { ordinaryValidDays } from './fields.ts';
import { Sj1Error } from './sj1-error.ts';
import { parseSj1, type Sj1Row } from './validate-sj1.ts';

/** What a 処方情報CSV says, in the words of the record types. Names stand as in the file, family and given together. */
export interface Sj1Prescription {
  facility: {
    /** 10 digits: prefecture 2 + 点数表 1 + institution 7 */
    institutionCode: string;
    name: string;
    postalCode: string;
    address: string;
    phone: string;
    departmentCode: string;
    departmentName: string;
  };
  prescriber: { code: string | null; name: string; kana: string };
  patient: {
    patientNumber: string;
    name: string;
    /** half-width kana */
    kana: string;
    sex: 'male' | 'female';
    birthDate: string;
    coverage: {
      insurerNumber: string;
      symbol: string | null;
      number: string;
      branchNumber: string | null;
      isDependent: boolean;
      /** null when record 24 is not written */
      copayPercent: number | null;
    } | null;
    publicSubsidies: { payerNumber: string; recipientNumber: string | null }[];
  };
  issuedOn: string;
  validUntil: string;
  remarks: string[];
  accessCode: string | null;
  rps: Sj1Rp[];
}

export interface Sj1Rp {
  rpNumber: number;
  formClass: FormClass;
  quantity: number;
  usage: { code: string; text: string; timesPerDay: number | null };
  medications: {
    itemNumber: number;
    /** 薬品コード種別: 1なし 2レセプト電算 3薬価基準 4YJ 6HOT 7一般名 */
    codeKind: string;
    code: string;
    name: string;
    dose: string;
    unit: string;
    substitutionNotAllowed: boolean;
  }[];
}

const orNull = (value: string | undefined): string | null => (value ? value : null);
const calendarDate = (value = ''): string => value.replace(/^(....)(..)(..)$/, '$1-$2-$3');

/**
 * Reads a 処方情報CSV that validateSj1 finds in order. Records that a PrescriptionRecord has no place for (不均等, 用法補足 …) are
 * checked and left out. Throws Sj1Error with the first fault otherwise.
 */
export function readSj1(bytes: Uint8Array): Sj1Prescription {
  const { rows, faults } = parseSj1(bytes);
  const [fault] = faults;
  if (fault) throw new Sj1Error(Number(/^SJ1_(\d+)$/.exec(fault.code)?.[1] ?? 0), fault.code, fault.message);
  const one = (number: number): string[] => rows.find((row) => row.number === number)?.fields ?? [];
  const [kind = '', code = '', prefecture = '', name = ''] = one(1);
  const [doctorCode, doctorKana = '', doctorName = ''] = one(5);
  const [patientNumber = '', patientName = '', patientKana = ''] = one(11);
  const [issued] = one(51);
  const [limit] = one(52);
  const issuedOn = calendarDate(issued);
  return {
    facility: {
      institutionCode: `${prefecture}${kind}${code}`,
      name,
      postalCode: one(2)[0] ?? '',
      address: one(2)[1] ?? '',
      phone: one(3)[0] ?? '',
      departmentCode: one(4)[1] ?? '',
      departmentName: one(4)[2] ?? '',
    },
    prescriber: { code: orNull(doctorCode), name: doctorName, kana: doctorKana },
    patient: {
      patientNumber,
      name: patientName,
      kana: patientKana,
      sex: one(12)[0] === '1' ? 'male' : 'female',
      birthDate: calendarDate(one(13)[0]),
      coverage: readCoverage(one(22), one(23), one(24)),
      publicSubsidies: [27, 28, 29].flatMap((number) => {
        const [payerNumber, recipientNumber] = one(number);
        return payerNumber ? [{ payerNumber, recipientNumber: orNull(recipientNumber) }] : [];
      }),
    },
    issuedOn,
    validUntil: limit ? calendarDate(limit) : addDays(issuedOn, ordinaryValidDays - 1),
    remarks: rows.filter((row) => row.number === 81).map(({ fields }) => fields[2] ?? ''),
    accessCode: orNull(one(82)[1]),
    rps: rows.filter((row) => row.number === 101).map((row) => readRp(row, rows)),
  };
}

function readCoverage(
  [insurerNumber]: string[],
  [symbol, number = '', holder, branchNumber]: string[],
  [copay]: string[],
): Sj1Prescription['patient']['coverage'] {
  if (!insurerNumber) return null;
  return {
    insurerNumber,
    symbol: orNull(symbol),
    number,
    branchNumber: orNull(branchNumber),
    isDependent: holder === '2',
    copayPercent: copay ? Number(copay) : null,
  };
}

function readRp({ fields }: Sj1Row, rows: readonly Sj1Row[]): Sj1Rp {
  const [rp, formClass, , quantity] = fields;
  const of = (number: number) => rows.filter((row) => row.number === number && row.fields[0] === rp);
  const [, , usageCode = '', text = '', times] = of(111)[0]?.fields ?? [];
  return {
    rpNumber: Number(rp),
    formClass: formClass as FormClass,
    quantity: Number(quantity),
    usage: { code: usageCode, text, timesPerDay: times ? Number(times) : null },
    medications: of(201).map(({ fields: drug }) => {
      const [, item, , codeKind = '', code = '', name = '', dose = '', , unit = ''] = drug;
      return {
        itemNumber: Number(item),
        codeKind,
        code,
        name,
        dose,
        unit,
        substitutionNotAllowed: of(281).some((row) => row.fields[1] === item && row.fields[3] === '3'),
      };
    }),
  };
}
