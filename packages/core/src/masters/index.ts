export { allergenHitsSchema, searchAllergens } from './allergens.ts';
export { type CheckupChoice, type CheckupItem, listCheckupItems } from './checkup-items.ts';
export {
  diseaseHitsSchema,
  listCommonModifiers,
  modifierHitsSchema,
  searchDiseases,
  searchModifiers,
} from './diseases.ts';
export { type DrugChoice, drugChoiceSchema } from './drug-rows.ts';
export {
  browseDrugs,
  drugBrowseInput,
  drugBrowseSchema,
  drugByYj,
  drugChoicesSchema,
  drugSearchInput,
  drugShelf,
  drugShelfSchema,
  drugsByYj,
  drugsLike,
  listFavouriteDrugs,
  listFavouriteDrugsOf,
  searchDrugs,
} from './drugs.ts';
export { formClassOf } from './form-class.ts';
export { interactionPairs } from './interactions.ts';
export { listPrescriptionCodes, prescriptionCodesSchema } from './prescription-codes.ts';
export { masterSearchInput } from './search-key-query.ts';
export { listUsages, usageChoicesSchema, usageListInput } from './usages.ts';
