export { signingProblemSentence } from '../ports/signing-problems.ts';
export * from './schema.ts';
export { completeSigning, isAuthorizedHere, signingStatus, startSigning } from './session.ts';
export { type SignItem, signPrescription, signPrescriptions } from './sign.ts';
export { waitingForSignature } from './waiting.ts';
