export { checkupForm } from './form.ts';
export { loadCheckupMaterials, resultInWords } from './materials.ts';
export { checkupContentSchema, checkupViewSchema } from './schema.ts';
