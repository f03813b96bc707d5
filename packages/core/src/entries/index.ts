export { type ApprovedEntry, authorshipOf, type DraftAuthorship, type RowAuthor } from './authorship.ts';
export { checkEntry, checkEntryInput } from './check.ts';
export { type ApprovedInto, approveEntries, returnEntry } from './decide.ts';
export { discardEntryDraft, openEntry, rewriteEntry, saveEntryDraft } from './draft.ts';
export { entryCounts, listApprovals, listMyEntries } from './list.ts';
export { type EntryChange, entryChanges, isEmptyEntry, mergeEntry } from './merge.ts';
export * from './schema.ts';
export { submitEntry, withdrawEntry } from './submit.ts';
