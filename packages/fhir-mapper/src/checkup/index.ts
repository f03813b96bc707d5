export { checkupToBundle } from './bundle.ts';
export type { CheckupInput } from './context.ts';
export { readCheckup } from './read.ts';
