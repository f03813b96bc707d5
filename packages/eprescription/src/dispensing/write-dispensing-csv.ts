import type { DispensedRpRecord, DispensingRecord } from '@shirube/core/records';

/**
 * A 調剤結果CSV as a pharmacy sends it: header CJ1, UTF-8 without BOM, LF only. The other direction of readDispensingCsv, for the
 * sandbox's pharmacy; what the prescription says (changes, refillCount) and the service's own numbers are not part of it.
 */
export function writeDispensingCsv(record: DispensingRecord): Uint8Array {
  const { patient, coverage, pharmacy, pharmacist, prescribedBy } = record;
  const sex = { male: '1', female: '2' };
  const lines = [
    row('CJ1', ''),
    row(
      '1',
      patient.name,
      patient.sex === null ? '' : sex[patient.sex],
      compact(patient.birthDate),
      ...Array.from({ length: 6 }, () => ''),
      patient.kana,
    ),
    ...record.patientNotes.map((note) => row('2', note.kind, note.text, '')),
    ...record.notebookNotes.map((note) => row('4', note.text, compact(note.date), '')),
    row('5', compact(record.dispensedOn), ''),
    ...(coverage
      ? [
          row(
            '6',
            coverage.kind,
            coverage.insurerNumber,
            coverage.symbol,
            coverage.number,
            coverage.branchNumber,
          ),
        ]
      : []),
    ...(record.prescriptionId === null ? [] : [row('7', record.prescriptionId, '')]),
    row(
      '11',
      pharmacy.name,
      ...institution(pharmacy.institutionCode),
      pharmacy.postalCode,
      pharmacy.address,
      pharmacy.phone,
      '',
    ),
    ...(pharmacist ? [row('15', pharmacist.name, pharmacist.contact, '')] : []),
    ...(prescribedBy
      ? [
          row('51', prescribedBy.facilityName, ...institution(prescribedBy.institutionCode), ''),
          row('55', prescribedBy.doctorName, prescribedBy.departmentName, ''),
        ]
      : []),
    ...record.rps.flatMap(rpLines),
    ...record.cautions.map((text) => row('401', text, '')),
    ...record.messages.map((message) => row('411', message.text, message.kind, '')),
    ...record.remarks.map((text) => row('501', text, '')),
    ...record.inquiries.map((inquiry) => row('511', inquiry.kind, inquiry.text)),
    ...record.unread.map(({ recordNumber, fields }) => row(recordNumber, ...fields)),
  ];
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}

function rpLines(rp: DispensedRpRecord): string[] {
  const number = String(rp.rpNumber);
  return [
    ...rp.drugs.flatMap((drug) => [
      row('201', number, drug.name, drug.amount, drug.unit, drug.codeKind, drug.code, ''),
      ...drug.supplements.map((text) => row('281', number, text, '')),
      ...drug.cautions.map((text) => row('291', number, text, '')),
    ]),
    ...(rp.form === ''
      ? []
      : [
          row(
            '301',
            number,
            rp.usage?.text ?? '',
            rp.quantity,
            rp.quantityUnit,
            rp.form,
            rp.usage?.codeKind ?? '',
            rp.usage?.code ?? '',
            '',
          ),
        ]),
    ...rp.supplements.map((text) => row('311', number, text, '')),
    ...rp.cautions.map((text) => row('391', number, text, '')),
  ];
}

/** A comma inside text becomes full-width and a control character a space: a field never leaves its place. */
const row = (...fields: string[]): string =>
  fields.map((field) => field.replaceAll(',', '，').replace(/\p{Cc}/gu, ' ')).join(',');

const compact = (date: string | null): string => (date ?? '').replaceAll('-', '');

const institution = (code: string): [string, string, string] => [
  code.slice(0, 2),
  code.slice(2, 3),
  code.slice(3),
];
