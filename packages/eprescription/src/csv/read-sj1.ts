import type { PatientRecord, PrescriptionRecord } from '@shirube/core/records';
import { addDays } from '@shirube/terminology';
import { ordinaryValidDays } from './fields.ts';
import { readRps, type Sj1Rp } from './read-rps.ts';
import { Sj1Error } from './sj1-error.ts';
import { parseSj1, type Sj1Row } from './validate-sj1.ts';

export type { Sj1Medication, Sj1Rp } from './read-rps.ts';

/** What a 処方情報CSV says, in the words of the record types. Names stand as in the file, family and given together. */
export interface Sj1Prescription
  extends Pick<
    PrescriptionRecord,
    | 'issuedOn'
    | 'validUntil'
    | 'remarks'
    | 'accessCode'
    | 'refillCount'
    | 'split'
    | 'leftover'
    | 'narcotic'
    | 'clinicalNotes'
    | 'labValues'
  > {
  facility: {
    /** 10 digits: prefecture 2 + 点数表 1 + institution 7 */
    institutionCode: string;
    name: string;
    postalCode: string;
    address: string;
    phone: string;
    fax: string | null;
    otherContact: string | null;
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
    /** 一部負担区分 (record 14), null when not written */
    burdenClass: string | null;
    coverage: {
      insurerNumber: string;
      symbol: string | null;
      number: string;
      branchNumber: string | null;
      isDependent: boolean;
      /** null when record 24 is not written */
      copayPercent: number | null;
      dutyReason: '1' | '2' | '3' | null;
    } | null;
    publicSubsidies: PatientRecord['publicSubsidies'];
    specialSubsidy: PatientRecord['specialSubsidy'] | null;
    receiptKind: string | null;
  };
  rps: Sj1Rp[];
}

const orNull = (value: string | undefined): string | null => (value ? value : null);
const calendarDate = (value = ''): string => value.replace(/^(....)(..)(..)$/, '$1-$2-$3');
const remarkKinds: Readonly<Record<string, 'one_dose_package' | 'crush' | 'split'>> = {
  '1': 'one_dose_package',
  '2': 'crush',
  '3': 'split',
};

/**
 * Reads a 処方情報CSV that validateSj1 finds in order, all records of the table.
 * Throws Sj1Error with the first fault otherwise.
 */
export function readSj1(bytes: Uint8Array): Sj1Prescription {
  const { rows, faults } = parseSj1(bytes);
  const [fault] = faults;
  if (fault) throw new Sj1Error(Number(/^SJ1_(\d+)$/.exec(fault.code)?.[1] ?? 0), fault.code, fault.message);
  const one = (number: number): string[] => rows.find((row) => row.number === number)?.fields ?? [];
  const all = (number: number): string[][] =>
    rows.filter((row) => row.number === number).map((row) => row.fields);
  const [doctorCode, doctorKana = '', doctorName = ''] = one(5);
  const [limit] = one(52);
  const [splitTimes, splitCurrent] = one(63);
  const issuedOn = calendarDate(one(51)[0]);
  return {
    facility: readFacility(one),
    prescriber: { code: orNull(doctorCode), name: doctorName, kana: doctorKana },
    patient: readPatient(one),
    issuedOn,
    validUntil: limit ? calendarDate(limit) : addDays(issuedOn, ordinaryValidDays - 1),
    remarks: all(81).map(([, kind = '', text = '']) => ({ kind: remarkKinds[kind] ?? null, text })),
    accessCode: orNull(one(82)[1]),
    refillCount: one(64)[0] ? Number(one(64)[0]) : null,
    split: splitTimes ? { times: Number(splitTimes), current: Number(splitCurrent) } : null,
    leftover: one(62)[0] ? (one(62)[0] === '1' ? 'ask_first' : 'inform') : null,
    narcotic: readNarcotic(rows),
    clinicalNotes: all(301).map(([, drugName, comment = '']) => ({ drugName: orNull(drugName), comment })),
    labValues: all(302).map(([, value = '']) => value),
    rps: readRps(rows),
  };
}

type One = (number: number) => string[];

function readFacility(one: One): Sj1Prescription['facility'] {
  const [kind = '', code = '', prefecture = '', name = ''] = one(1);
  const [postalCode = '', address = ''] = one(2);
  const [phone = '', fax, otherContact] = one(3);
  const [, departmentCode = '', departmentName = ''] = one(4);
  return {
    institutionCode: `${prefecture}${kind}${code}`,
    name,
    postalCode,
    address,
    phone,
    fax: orNull(fax),
    otherContact: orNull(otherContact),
    departmentCode,
    departmentName,
  };
}

function readPatient(one: One): Sj1Prescription['patient'] {
  const [patientNumber = '', name = '', kana = ''] = one(11);
  const [specialPayer, specialRecipient = ''] = one(30);
  return {
    patientNumber,
    name,
    kana,
    sex: one(12)[0] === '1' ? 'male' : 'female',
    birthDate: calendarDate(one(13)[0]),
    burdenClass: orNull(one(14)[0]),
    coverage: readCoverage(one),
    publicSubsidies: [27, 28, 29].flatMap((number) => {
      const [payerNumber, recipientNumber] = one(number);
      return payerNumber ? [{ payerNumber, recipientNumber: orNull(recipientNumber) }] : [];
    }),
    specialSubsidy: specialPayer ? { payerNumber: specialPayer, recipientNumber: specialRecipient } : null,
    receiptKind: orNull(one(31)[0]),
  };
}

function readCoverage(one: One): Sj1Prescription['patient']['coverage'] {
  const [insurerNumber] = one(22);
  if (!insurerNumber) return null;
  const [symbol, number = '', holder, branchNumber] = one(23);
  const [copay] = one(24);
  return {
    insurerNumber,
    symbol: orNull(symbol),
    number,
    branchNumber: orNull(branchNumber),
    isDependent: holder === '2',
    copayPercent: copay ? Number(copay) : null,
    dutyReason: orNull(one(25)[0]) as '1' | '2' | '3' | null,
  };
}

function readNarcotic(rows: readonly Sj1Row[]): PrescriptionRecord['narcotic'] {
  const record = rows.find((row) => row.number === 61);
  if (!record) return null;
  const [licenceNumber = '', patientAddress = '', patientPhone = ''] = record.fields;
  return { licenceNumber, patientAddress, patientPhone };
}
