export { createExamination, reportOf, type SignatureTrust } from './examination.ts';
export { createSignedDocumentPort } from './port.ts';
export { waitForValue } from './wait-for-value.ts';
