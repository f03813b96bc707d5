export { diseaseHitsSchema, listCommonModifiers, modifierHitsSchema, searchDiseases } from './diseases.ts';
export { drugHitsSchema, formClassOf, listFavouriteDrugs, masterSearchInput, searchDrugs } from './drugs.ts';
export { listUsages, usageHitsSchema } from './usages.ts';
