export { requestCancel } from './cancel.ts';
export { confirmChange, discardChange, openChange, saveChange } from './change.ts';
export * from './schema.ts';
export * from './status.ts';
export { lifeWords } from './words.ts';
