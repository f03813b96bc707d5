import type { DispensingRecord } from '@shirube/core/records';
import type { Element } from '@xmldom/xmldom';
import { readSj1, type Sj1Prescription } from '../csv/read-sj1.ts';
import { Sj1Error } from '../csv/sj1-error.ts';
import { parseSigned, rootOf, XmlRefused } from '../xades/dom.ts';
import { escapeXml } from '../xades/escape.ts';
import { compareDispensing } from './compare-dispensing.ts';
import { DispensingError } from './dispensing-error.ts';
import { readDispensingCsv } from './read-dispensing-csv.ts';

/**
 * Reads a 調剤情報 document (ED.xsd): the CSV inside, the numbers of the national service, and what differs from the prescription
 * it carries. Elements are taken from their places only. Its signature is not looked at: that is the verifier's.
 *
 * @throws DispensingError when it is too large, declares a document type, or is no such document
 */
export function readDispensingDocument(xml: Uint8Array): DispensingRecord {
  const root = parse(xml);
  const dispensing = child(root, 'Dispensing');
  const csv = base64(child(dispensing, 'DispensingDocument'));
  const management = children(root, 'DispensingManagement')[0];
  const record = readDispensingCsv(csv, addedYjCodes(root));
  const dispensingId = management && valueAt(management, 'DispensingId');
  const reference = children(dispensing, 'ReferencePrescription')[0];
  const referenced = reference && readReference(reference);
  const prescriptionId = reference && valueAt(reference, 'PrescriptionManagement', 'PrescriptionId');
  return {
    ...record,
    dispensingId: dispensingId ?? null,
    prescriptionId: record.prescriptionId ?? prescriptionId ?? null,
    changes: referenced ? compareDispensing(referenced.prescription, record.rps, referenced.yjCodes) : null,
    refillCount: referenced?.prescription.refillCount ?? null,
  };
}

/**
 * A 調剤情報 document without signature, as the sandbox's pharmacy sends it. `prescriptionXml` is the signed prescription; what
 * stands inside its Prescription element is carried over character by character. null: the prescription was on paper only.
 */
export function dispensingXml(input: {
  dispensingId: string;
  csv: Uint8Array;
  prescriptionXml: Uint8Array | null;
}): Uint8Array {
  const text = input.prescriptionXml ? Buffer.from(input.prescriptionXml).toString('utf8') : '';
  const from = text.indexOf('<Prescription>');
  const to = text.lastIndexOf('</Prescription>');
  const carried = from === -1 || to < from ? '' : text.slice(from + '<Prescription>'.length, to);
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
      `<Document id="Document" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="ED.xsd">` +
      `<DispensingManagement id="DispensingManagement"><Version Value="EPD1.0"></Version><DispensingId Value="${escapeXml(input.dispensingId)}"></DispensingId></DispensingManagement>` +
      `<Dispensing id="Dispensing">` +
      (carried === '' ? '' : `<ReferencePrescription>${carried}</ReferencePrescription>`) +
      `<DispensingDocument id="DispensingDocument">${Buffer.from(input.csv).toString('base64')}</DispensingDocument>` +
      `</Dispensing></Document>\n`,
    'utf8',
  );
}

function parse(xml: Uint8Array): Element {
  let root: Element;
  try {
    root = rootOf(parseSigned(xml));
  } catch (error) {
    if (error instanceof XmlRefused) throw new DispensingError(error.message.replace(/。$/, ''));
    throw error;
  }
  if (root.nodeName !== 'Document') throw new DispensingError('XMLとして読めません');
  return root;
}

function children(parent: Element, name: string): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeName === name);
}

function child(parent: Element, name: string): Element {
  const [found, second] = children(parent, name);
  if (!found || second) throw new DispensingError(`${name}がただ一つではありません`);
  return found;
}

/** The Value attribute of an element down a path; null when the path ends early or the value is empty. */
function valueAt(from: Element, ...path: string[]): string | null {
  let element: Element | undefined = from;
  for (const name of path) element = element && children(element, name)[0];
  return element?.getAttribute('Value') || null;
}

function base64(element: Element): Uint8Array {
  const text = (element.textContent ?? '').replace(/\s+/g, '');
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    throw new DispensingError('内容の符号化（Base64）が正しくありません');
  return Buffer.from(text, 'base64');
}

/** AdditionalDispensedInformation: the YJ code the service found for a line, by the line's number in the CSV. */
function addedYjCodes(root: Element): Map<number, string> {
  const codes = new Map<number, string>();
  for (const group of children(root, 'AdditionalDispensedInformation'))
    for (const conversion of children(group, 'ConversionPharmaceuticalCode')) {
      const line = Number(conversion.getAttribute('CsvLineNo'));
      const fields = (children(conversion, 'ConversionYJcode')[0]?.textContent ?? '').split(',');
      if (Number.isInteger(line) && fields[0] === '201' && fields[5] === '4' && fields[6])
        codes.set(line, fields[6]);
    }
  return codes;
}

/** The prescription a document carries with the service's YJ codes by `RP番号,RP内連番`; null when it cannot be read. */
function readReference(
  reference: Element,
): { prescription: Sj1Prescription; yjCodes: Map<string, string> } | null {
  const yjCodes = new Map<string, string>();
  for (const group of children(reference, 'AdditionalPrescriptionInformation'))
    for (const conversion of children(group, 'ConversionPharmaceuticalCode')) {
      const fields = (children(conversion, 'ConversionYJcode')[0]?.textContent ?? '').split(',');
      if (fields[0] === '201' && fields[4] === '4' && fields[5])
        yjCodes.set(`${fields[1]},${fields[2]}`, fields[5]);
    }
  const [document] = children(reference, 'PrescriptionDocument');
  if (!document) return null;
  try {
    return { prescription: readSj1(base64(document)), yjCodes };
  } catch (error) {
    if (error instanceof Sj1Error || error instanceof DispensingError) return null;
    throw error;
  }
}
