export { checkLocally, checkNationally, recordOralConsent } from './check-order.ts';
export { adviseDoses, doseAdviceInput, doseAdviceOutput } from './dose-advice.ts';
export { exportPrescription } from './export-prescription.ts';
export { type ExternalFetch, fetchExternalMedication } from './external-medication.ts';
export {
  moveFavourite,
  moveFavouriteInput,
  removeFavourite,
  removeFavouriteInput,
  saveFavourite,
  saveFavouriteInput,
} from './favourites.ts';
export { localUncheckedKey, mergeFindings, nationalUncheckedKey } from './findings.ts';
export * from './life/index.ts';
export { nameChoiceSchema, readNameChoice, saveNameChoice, saveNameChoiceInput } from './name-choice.ts';
export { readPrescriptionCopy, viewPrescription } from './prescription-view.ts';
export { type PrintContent, readForPrint } from './printing.ts';
export * from './rules/index.ts';
export * from './schema.ts';
export {
  changeOrderSet,
  changeOrderSetInput,
  createOrderSet,
  createOrderSetInput,
  listOrderSets,
  moveOrderSet,
  moveOrderSetInput,
  orderSetsSchema,
  removeOrderSet,
  removeOrderSetInput,
  usedOrderSetSchema,
  useOrderSetInput,
} from './sets.ts';
export { orderShelfSchema, readOrderShelf } from './shelf.ts';
export { completeSigning, signingStatus, signPrescription, startSigning } from './signing.ts';
export { useOrderSet } from './use-set.ts';
