import type { DispensedMedication, PatientInsuranceKey } from '@shirube/core/ports';
import { fromWireDate, type GatewayMessage, wireMonthBefore } from '../gateway/index.ts';
import { MalformedAnswer } from '../http/index.ts';
import {
  childrenNamed,
  descendantsNamed,
  requiredText,
  textOrNull,
  type XmlContent,
  type XmlElement,
} from '../xml/index.ts';

/** Months that are asked for, this month included. */
const MONTHS = 6;

/** The person stands in the header here, with other names than in 資格確認 (found: InsuranceCardSymbol …). */
export function historyHeader(patient: PatientInsuranceKey): XmlContent {
  return {
    InsurerNumber: patient.insurerNumber,
    InsuranceCardSymbol: patient.symbol ?? '',
    InsuredPersonIdentificationNumber: patient.number,
    BranchNumber: patient.branchNumber ?? '',
  };
}

export function historyBody(now: Date): XmlContent {
  return {
    StartDate: wireMonthBefore(now, MONTHS - 1),
    EndDate: wireMonthBefore(now, 0),
    /** 2 = XML */
    FileCategory: '2',
    /** 1 = with the data of electronic prescriptions */
    PrDiInfClassification: '1',
    /** 1 = ordinary visit */
    MedicalTreatmentFlag: '1',
  };
}

/** One of the parallel trees; they differ in the names only. */
interface TreeNames {
  month: string;
  dispenser: string;
  prescriber: string;
  day: string;
  date: string;
  drug: string;
  /** before DrugC, DrugN, Qua1, Unit, Times, UsageN */
  prefix: string;
}

const RECEIPT: TreeNames = {
  month: 'MeTrMonthInf',
  dispenser: 'MeTrDiHNm',
  prescriber: 'PrlsHNm',
  day: 'DiDateInf',
  date: 'DiDate',
  drug: 'DrugInf',
  prefix: '',
};

const DISPENSING: TreeNames = {
  month: 'CzDiMonthInf',
  dispenser: 'CzMeTrDiHNm',
  prescriber: 'CzPrlsHNm',
  day: 'CzDiDateInf',
  date: 'CzDiDate',
  drug: 'CzDrugInf',
  prefix: 'Cz',
};

/**
 * Drugs that were dispensed, newest first, from receipts and from the dispensing results of electronic
 * prescriptions. The receipt of a facility and day goes before the dispensing result of the same facility and
 * day. Prescriptions that are not dispensed yet (ShPrInf) are not dispensed drugs and are left out.
 */
export function readMedicationHistory({ body }: GatewayMessage): DispensedMedication[] {
  const receipts = readTree(body, RECEIPT);
  const covered = new Set(receipts.map(facilityAndDay));
  const dispensings = readTree(body, DISPENSING).filter((row) => !covered.has(facilityAndDay(row)));
  return [...receipts, ...dispensings].sort((a, b) =>
    a.dispensedOn < b.dispensedOn ? 1 : a.dispensedOn > b.dispensedOn ? -1 : 0,
  );
}

function facilityAndDay(row: DispensedMedication): string {
  return `${row.facilityName.normalize('NFKC')} ${row.dispensedOn}`;
}

function readTree(body: XmlElement, names: TreeNames): DispensedMedication[] {
  return descendantsNamed(body, names.month).flatMap((month) => {
    const facilityName = textOrNull(month, names.dispenser) ?? requiredText(month, names.prescriber);
    return descendantsNamed(month, names.day).flatMap((day) => {
      const dispensedOn = fromWireDate(requiredText(day, names.date), names.date);
      return childrenNamed(
        day.children.find((holder) => holder.name === `${names.prefix}DrugInfs`),
        names.drug,
      ).map((drug) => readDrug(drug, names.prefix, facilityName, dispensedOn));
    });
  });
}

function readDrug(
  drug: XmlElement,
  prefix: string,
  facilityName: string,
  dispensedOn: string,
): DispensedMedication {
  const times = requiredText(drug, `${prefix}Times`);
  if (!/^\d{1,4}$/.test(times)) throw new MalformedAnswer(`${prefix}Times`);
  const quantity = textOrNull(drug, `${prefix}Qua1`);
  return {
    receiptCode: textOrNull(drug, `${prefix}DrugC`),
    name: requiredText(drug, `${prefix}DrugN`),
    doseText: quantity === null ? null : `${quantity}${textOrNull(drug, `${prefix}Unit`) ?? ''}`,
    usageText: textOrNull(drug, `${prefix}UsageN`),
    facilityName,
    dispensedOn,
    days: Number(times),
  };
}
