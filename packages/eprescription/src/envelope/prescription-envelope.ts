/**
 * 電子処方箋ファイル (EP.xsd): the XML around an SJ1 CSV. No element of it has a namespace, and the attribute is `id` in small letters.
 * The service adds PrescriptionId and AdditionalPrescriptionInformation outside of what is signed.
 */

/** id of the one element that a prescriber signs, and of the signature itself */
export const PRESCRIPTION_DOCUMENT_ID = 'PrescriptionDocument';
export const PRESCRIPTION_SIGN_ID = 'PrescriptionSign';

/** The file with a signature (a ds:Signature element as text) in its place, or without one. */
export function prescriptionXml(csv: Uint8Array, signature: string | null): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<Document id="Document" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="EP.xsd"><Prescription>` +
    `<PrescriptionManagement id="PrescriptionManagement"><Version Value="EPS1.0"></Version></PrescriptionManagement>` +
    `<PrescriptionDocument id="${PRESCRIPTION_DOCUMENT_ID}">${Buffer.from(csv).toString('base64')}</PrescriptionDocument>` +
    (signature === null ? '' : `<PrescriptionSign>${signature}</PrescriptionSign>`) +
    `</Prescription></Document>\n`
  );
}

/** The file of a prescription that is issued on paper: registered without a signature (IssueType 2). UTF-8. */
export function unsignedPrescriptionXml(csv: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.from(prescriptionXml(csv, null), 'utf8'));
}
