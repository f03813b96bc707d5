export { completeSigning, signingStatus, signPrescription, startSigning } from '../signing/index.ts';
