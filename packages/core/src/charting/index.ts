export { amendCondition, withdrawCondition } from './amend-condition.ts';
export { assertDecided, confirmEncounter } from './confirm.ts';
export { saveDraft } from './draft.ts';
export { endEncounter, startEncounter } from './encounter.ts';
export { amendNote, soapSha256 } from './note-versions.ts';
export { openChart } from './open-chart.ts';
export * from './schema.ts';
