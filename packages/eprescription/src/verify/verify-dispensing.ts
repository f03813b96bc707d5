import type { Document, Element } from '@xmldom/xmldom';
import { PRESCRIPTION_DOCUMENT_ID, PRESCRIPTION_SIGN_ID } from '../envelope/prescription-envelope.ts';
import { allElements, base64Bytes, plainText } from '../xades/dom.ts';
import { DS } from '../xades/names.ts';
import { Refusal } from './checks.ts';
import { examine, prescriberRoles, type VerificationReport, type VerifyOptions } from './examine.ts';
import { elementAt, readDocument, type SignatureProfile } from './structure.ts';

export interface DispensingVerification {
  /** the pharmacist's signature; its last check, `prescription`, stands for the one inside */
  report: VerificationReport;
  /** the prescriber's signature inside; null when the dispensing does not hold, or holds a prescription issued on paper */
  prescription: VerificationReport | null;
  /** 調剤結果CSV as it was signed; null unless the pharmacist's signature holds */
  dispensingCsv: Uint8Array | null;
  /** SJ1 CSV inside; null unless the pharmacist's signature holds, which covers it too */
  prescriptionCsv: Uint8Array | null;
}

const dispensing: SignatureProfile = {
  signatureId: 'DispensingSign',
  signaturePath: ['Document', 'DispensingSign'],
  targetId: 'Dispensing',
  targetPath: ['Document', 'Dispensing'],
};
const inside = ['Document', 'Dispensing', 'ReferencePrescription'];
const prescription: SignatureProfile = {
  signatureId: PRESCRIPTION_SIGN_ID,
  signaturePath: [...inside, 'PrescriptionSign'],
  targetId: PRESCRIPTION_DOCUMENT_ID,
  targetPath: [...inside, 'PrescriptionDocument'],
};

/**
 * Examines a pharmacist's signed dispensing (調剤結果): the signature over everything dispensed by a pharmacist, then the prescriber's signature inside,
 * both at the same roots. A dispensing of a paper prescription has none inside.
 */
export function verifyDispensingXml(
  bytes: Uint8Array,
  options: Omit<VerifyOptions, 'requiredRoles'>,
): DispensingVerification {
  const open = () => readDocument(bytes, [dispensing.signatureId, prescription.signatureId]);
  const { report, signed } = examine(open, dispensing, { ...options, requiredRoles: ['Pharmacist'] });
  if (!signed) return { report, prescription: null, dispensingCsv: null, prescriptionCsv: null };
  const document = signed.ownerDocument as Document;
  const content = {
    dispensingCsv: textAt(document, ['Document', 'Dispensing', 'DispensingDocument']),
    prescriptionCsv: textAt(document, prescription.targetPath),
  };
  if (!report.valid) return { report, prescription: null, ...content };
  if (!allElements(document).some(isPrescriptionSign)) {
    report.checks.push({ name: 'prescription', status: 'not_applicable', message: '紙の処方箋の調剤である' });
    return { report, prescription: null, ...content };
  }
  const within = examine(() => document, prescription, { ...options, requiredRoles: prescriberRoles }).report;
  report.checks.push(
    within.valid
      ? { name: 'prescription', status: 'valid', message: '元の処方箋の署名が正しい' }
      : {
          name: 'prescription',
          status: 'invalid',
          message: `元の処方箋の署名を確かめられません。${within.checks.at(-1)?.message ?? ''}`,
        },
  );
  report.authorities.push(...within.authorities);
  report.valid = within.valid;
  return { report, prescription: within, ...content };
}

const isPrescriptionSign = (element: Element): boolean =>
  element.namespaceURI === DS && element.getAttribute('Id') === PRESCRIPTION_SIGN_ID;

/** The Base64 content at a path; null when it is not there, which is for whoever reads the content to say. */
function textAt(document: Document, path: readonly string[]): Uint8Array | null {
  try {
    return base64Bytes(plainText(elementAt(document, path, '内容')));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
