/** 調剤結果 as a pharmacy makes it: the record of what was handed out, around the prescription, signed by the pharmacist. */
import { randomUUID } from 'node:crypto';
import type { DispensedRpRecord, DispensingRecord } from '@shirube/core/records';
import { dispensingXml, prepareDocument, writeDispensingCsv } from '@shirube/eprescription';
import { calendarDate } from '../jst.ts';
import type { DemoPerson } from '../knowledge/people.ts';
import type { SandboxServices } from '../services.ts';
import type { StoredLine, StoredPrescription } from '../state/state.ts';

/** The pharmacist of the sandbox's pharmacy. */
const PHARMACIST = { credentialId: 'hpki-test-pharmacist-1', name: '厚労　薬子' };

/** 剤形 of a prescription record in the codes of the お薬手帳 family. */
const FORM: Record<string, string> = { '1': '1', '2': '3', '3': '5', '4': '2', '5': '4', '6': '9' };
const QUANTITY_UNIT: Record<string, string> = { '1': '日分', '2': '回分', '4': '日分' };

export interface PharmacyReport {
  /** 伝達事項 to the doctor; empty: none */
  message: string;
  /** 疑義照会の結果; empty: none */
  inquiry: string;
  /** hands out another brand of the first drug's ingredient, where there is one (後発品への変更) */
  substitute: boolean;
  /** whose dispensing it is; not the prescription's patient only when a test mixes them up */
  person: DemoPerson;
}

/** The signed document of one dispensing, with its DispensingId. */
export function pharmacyDocument(
  services: SandboxServices,
  held: StoredPrescription,
  pharmacy: { code: string; name: string },
  report: PharmacyReport,
): { dispensingId: string; xml: Uint8Array } {
  const dispensingId = randomUUID();
  const csv = writeDispensingCsv(recordOf(services, held, pharmacy, report));
  const unsigned = Buffer.from(
    dispensingXml({ dispensingId, csv, prescriptionXml: withYjCodes(held) }),
  ).toString('utf8');
  const prepared = prepareDocument({
    layout: (signature) =>
      unsigned.replace(
        /<\/Document>\s*$/,
        `${dispensedYjCodes(services, csv)}<DispensingSign>${signature}</DispensingSign></Document>\n`,
      ),
    targetId: 'Dispensing',
    signatureId: 'DispensingSign',
    certificateChain: services.pki.certificateOf(PHARMACIST.credentialId).chain,
    signingTime: services.now(),
  });
  const value = services.pki.signDigest(PHARMACIST.credentialId, prepared.digest);
  return { dispensingId, xml: prepared.complete(value) };
}

/** The prescription with what the service adds beside the signed part: the YJ code of each line. */
function withYjCodes(held: StoredPrescription): Uint8Array {
  const codes = held.lines.map((line) => {
    const fields = ['201', line.rpNumber, line.itemNumber, '1', '4', line.ingredientPath, line.name];
    return `<ConversionPharmaceuticalCode><ConversionYJcode>${fields.map(String).map(inXml).join(',')}</ConversionYJcode></ConversionPharmaceuticalCode>`;
  });
  const added = `<AdditionalPrescriptionInformation id="AdditionalPrescriptionInformation">${codes.join('')}</AdditionalPrescriptionInformation>`;
  const xml = Buffer.from(held.contentBase64, 'base64').toString('utf8');
  return Buffer.from(xml.replace('</PrescriptionDocument>', `</PrescriptionDocument>${added}`), 'utf8');
}

/** The same for what was dispensed, by the line of the record. */
function dispensedYjCodes(services: SandboxServices, csv: Uint8Array): string {
  const codes = Buffer.from(csv)
    .toString('utf8')
    .split('\n')
    .flatMap((row, index) => {
      const [number, rpNumber, name, amount, unit, codeKind, code] = row.split(',');
      const drug =
        number === '201' && codeKind === '2' ? services.drugs.byReceiptCode(code ?? '') : undefined;
      if (drug === undefined) return [];
      const fields = ['201', rpNumber, name, amount, unit, '4', drug.yjCode, ''];
      return [
        `<ConversionPharmaceuticalCode CsvLineNo="${index + 1}"><ConversionYJcode>${fields.map((field) => inXml(field ?? '')).join(',')}</ConversionYJcode></ConversionPharmaceuticalCode>`,
      ];
    });
  return `<AdditionalDispensedInformation id="AdditionalDispensedInformation">${codes.join('')}</AdditionalDispensedInformation>`;
}

const inXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function recordOf(
  services: SandboxServices,
  held: StoredPrescription,
  pharmacy: { code: string; name: string },
  { message, inquiry, substitute, person }: PharmacyReport,
): DispensingRecord {
  return {
    dispensingId: null,
    prescriptionId: held.prescriptionId,
    patient: {
      name: `${person.familyName}　${person.givenName}`,
      kana: '',
      sex: person.sex,
      birthDate: person.birthDate,
    },
    patientNotes: [],
    notebookNotes: [],
    dispensedOn: calendarDate(services.now()),
    coverage: null,
    pharmacy: {
      name: pharmacy.name,
      institutionCode: pharmacy.code,
      postalCode: '100-0098',
      address: '東京都標区模擬町２－２',
      phone: '03-0000-0098',
    },
    pharmacist: { name: PHARMACIST.name, contact: '' },
    prescribedBy: {
      facilityName: held.facilityName,
      institutionCode: held.institutionCode,
      doctorName: held.prescriberName,
      departmentName: '',
    },
    rps: [...Map.groupBy(held.lines, (line) => line.rpNumber)].map(([rpNumber, lines]) =>
      rpOf(services, rpNumber, lines, substitute),
    ),
    cautions: [],
    messages: message === '' ? [] : [{ text: message, kind: '99' }],
    remarks: [],
    inquiries: inquiry === '' ? [] : [{ kind: '999', text: inquiry }],
    changes: null,
    refillCount: null,
    unread: [],
  };
}

function rpOf(
  services: SandboxServices,
  rpNumber: number,
  lines: StoredLine[],
  substitute: boolean,
): DispensedRpRecord {
  const [first] = lines as [StoredLine];
  return {
    rpNumber,
    drugs: lines.map((line, index) => {
      const other = substitute && rpNumber === 1 && index === 0 ? services.drugs.otherBrandOf(line) : null;
      const code = other?.receiptCode ?? line.receiptCode;
      return {
        name: other?.name ?? line.name,
        amount: line.dose,
        unit: line.unit,
        codeKind: code === null ? '1' : '2',
        code: code ?? '',
        yjCode: null,
        supplements: [],
        cautions: [],
      };
    }),
    usage: { text: first.usageText, codeKind: '1', code: '' },
    quantity: String(first.quantity),
    quantityUnit: QUANTITY_UNIT[first.formClass] ?? '調剤',
    form: FORM[first.formClass] ?? '10',
    supplements: [],
    cautions: [],
  };
}
