import { base64 } from './client.ts';

/** EP.xsd envelope around a record, without a signature (e-prescription.md §5). */
export function unsignedEnvelope(csv: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Document" xsi:noNamespaceSchemaLocation="EP.xsd"><Prescription><PrescriptionManagement id="PrescriptionManagement"><Version Value="EPS1.0"/></PrescriptionManagement><PrescriptionDocument id="PrescriptionDocument">${base64(csv)}</PrescriptionDocument></Prescription></Document>`;
}
