export { createRevocationLists } from './lists.ts';
export { readRevocationSources } from './sources.ts';
