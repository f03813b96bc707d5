import type { DispensedDrugRecord, DispensedRpRecord, DispensingRecord } from '@shirube/core/records';
import { isCalendarDate } from '@shirube/terminology';
import { DispensingError } from './dispensing-error.ts';

/** A line of the file: its record number and all fields after the number. `lineNumber` counts from 1, the header included. */
interface Line {
  lineNumber: number;
  number: string;
  fields: string[];
}

const maximumLines = 5000;

/**
 * Reads a 調剤結果CSV: header CJ1, UTF-8, LF (a CR before it is tolerated), records of the お薬手帳 (JAHISTC) family with the
 * prescription's number in record 7 and 疑義照会結果 in 511. assumed from one published sample: the order of the fields.
 * What is unknown or incomplete stays in `unread`. `yjCodes` are the codes the national service added, by line number.
 *
 * @throws DispensingError when it is no such file, or says neither the pharmacy nor the day
 */
export function readDispensingCsv(
  bytes: Uint8Array,
  yjCodes: ReadonlyMap<number, string> = new Map(),
): DispensingRecord {
  const lines = linesOf(bytes);
  const unread: Line[] = [];
  const rps: DispensedRpRecord[] = [];
  const record = emptyRecord();
  let dispensedOn: string | null = null;
  for (const line of lines) {
    const [first = '', second = '', third = ''] = line.fields;
    if (line.number === '5') dispensedOn = calendarDate(first);
    else if (isOfRp(line.number)) {
      if (!readRpLine(line, rps, yjCodes.get(line.lineNumber) ?? null)) unread.push(line);
    } else if (line.number === '2') record.patientNotes.push({ kind: first, text: second });
    else if (line.number === '4') record.notebookNotes.push({ text: first, date: calendarDate(second) });
    else if (line.number === '401') record.cautions.push(first);
    else if (line.number === '411') record.messages.push({ text: first, kind: second });
    else if (line.number === '501') record.remarks.push(first);
    else if (line.number === '511') record.inquiries.push({ kind: first, text: second });
    else if (line.number === '7') record.prescriptionId = first === '' ? null : first;
    else if (line.number === '15') record.pharmacist = { name: first, contact: second };
    else if (line.number === '1') record.patient = readPatient(line.fields);
    else if (line.number === '6') record.coverage = readCoverage(line.fields);
    else if (line.number === '11') record.pharmacy = readPharmacy(line.fields);
    else if (line.number === '51')
      record.prescribedBy = {
        ...(record.prescribedBy ?? noPrescriber),
        facilityName: first,
        institutionCode: `${second}${third}${line.fields[3] ?? ''}`,
      };
    else if (line.number === '55')
      record.prescribedBy = {
        ...(record.prescribedBy ?? noPrescriber),
        doctorName: first,
        departmentName: second,
      };
    else unread.push(line);
  }
  if (dispensedOn === null) throw new DispensingError('調剤日がありません');
  if (record.pharmacy.name === '') throw new DispensingError('薬局の名称がありません');
  return {
    ...record,
    dispensedOn,
    rps,
    unread: unread.map(({ number, fields }) => ({ recordNumber: number, fields })),
  };
}

const noPrescriber = { facilityName: '', institutionCode: '', doctorName: '', departmentName: '' };

function emptyRecord(): DispensingRecord {
  return {
    dispensingId: null,
    prescriptionId: null,
    patient: { name: '', kana: '', sex: null, birthDate: null },
    patientNotes: [],
    notebookNotes: [],
    dispensedOn: '',
    coverage: null,
    pharmacy: { name: '', institutionCode: '', postalCode: '', address: '', phone: '' },
    pharmacist: null,
    prescribedBy: null,
    rps: [],
    cautions: [],
    messages: [],
    remarks: [],
    inquiries: [],
    changes: null,
    refillCount: null,
    unread: [],
  };
}

function linesOf(bytes: Uint8Array): Line[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new DispensingError('文字コードがUTF-8ではありません');
  }
  const [header = '', ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (header !== 'CJ1' && !header.startsWith('CJ1,')) throw new DispensingError('先頭行がCJ1ではありません');
  if (lines.length > maximumLines) throw new DispensingError('行が多すぎます');
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const [number = '', ...fields] = line.split(',');
    return [{ lineNumber: index + 2, number, fields }];
  });
}

/** YYYYMMDD or YYYY-MM-DD; null for everything else (和暦 is not used in this dialect). */
function calendarDate(value: string): string | null {
  const date = value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isCalendarDate(date) ? date : null;
}

function readPatient(fields: string[]): DispensingRecord['patient'] {
  const [name = '', sex, birthDate = ''] = fields;
  return {
    name,
    kana: fields[9] ?? '',
    sex: sex === '1' ? 'male' : sex === '2' ? 'female' : null,
    birthDate: calendarDate(birthDate),
  };
}

function readCoverage(fields: string[]): DispensingRecord['coverage'] {
  const [kind = '', insurerNumber = '', symbol = '', number = '', branchNumber = ''] = fields;
  return { kind, insurerNumber, symbol, number, branchNumber };
}

function readPharmacy(fields: string[]): DispensingRecord['pharmacy'] {
  const [name = '', prefecture = '', table = '', number = '', postalCode = '', address = '', phone = ''] =
    fields;
  return { name, institutionCode: `${prefecture}${table}${number}`, postalCode, address, phone };
}

const isOfRp = (number: string): boolean => ['201', '281', '291', '301', '311', '391'].includes(number);

/** Adds a line to its RP; false when it belongs nowhere. 281 and 291 belong to the drug before them. */
function readRpLine({ number, fields }: Line, rps: DispensedRpRecord[], yjCode: string | null): boolean {
  const [rpText = '', text = '', third = '', fourth = '', fifth = '', sixth = '', seventh = ''] = fields;
  const rpNumber = Number(rpText);
  if (!/^\d{1,3}$/.test(rpText) || rpNumber < 1) return false;
  let rp = rps.find((each) => each.rpNumber === rpNumber);
  if (number === '201') {
    const codeKind = fifth as DispensedDrugRecord['codeKind'];
    if (text === '' || !['1', '2', '3', '4', '6'].includes(codeKind)) return false;
    rp = rp ?? newRp(rpNumber, rps);
    rp.drugs.push({
      name: text,
      amount: third,
      unit: fourth,
      codeKind,
      code: sixth,
      yjCode: codeKind === '4' ? sixth : yjCode,
      supplements: [],
      cautions: [],
    });
    return true;
  }
  if (rp === undefined) return false;
  const drug = rp.drugs.at(-1);
  if (number === '281') drug?.supplements.push(text);
  else if (number === '291') drug?.cautions.push(text);
  else if (number === '311') rp.supplements.push(text);
  else if (number === '391') rp.cautions.push(text);
  else {
    if (rp.form !== '') return false;
    rp.usage = text === '' && seventh === '' ? null : { text, codeKind: sixth, code: seventh };
    rp.quantity = third;
    rp.quantityUnit = fourth;
    rp.form = fifth;
  }
  return true;
}

function newRp(rpNumber: number, rps: DispensedRpRecord[]): DispensedRpRecord {
  const rp: DispensedRpRecord = {
    rpNumber,
    drugs: [],
    usage: null,
    quantity: '',
    quantityUnit: '',
    form: '',
    supplements: [],
    cautions: [],
  };
  rps.push(rp);
  return rp;
}
