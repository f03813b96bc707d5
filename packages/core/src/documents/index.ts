export { attachFile, detachFile, filesOf, readAttachment } from './attachments.ts';
export {
  confirmDocument,
  type DocumentCheck,
  reviseDocument,
  withdrawDocument,
} from './confirm.ts';
export { listDocuments } from './list.ts';
export { discardDocument, openDocument, saveDocument } from './open.ts';
export { readDocumentForPrint } from './printing.ts';
export {
  askReceiver,
  askReceiverInput,
  findReceiverInput,
  findReceivers,
  receiverHitsSchema,
  receiverStateSchema,
} from './receivers.ts';
export * from './schema.ts';
export { type SignedVersion, signDocument } from './sign.ts';
export { startDocument } from './start.ts';
