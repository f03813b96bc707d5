export { DEMO_FILES, readDemoMasters } from './demo-layout.ts';
export { describeIssue, MasterImportError, type MasterImportReason, type MasterIssue } from './errors.ts';
export { type ImportOptions, importMasters, type SqlExecutor, type TableReport } from './import-masters.ts';
export { type CurrentRow, type ImportPlan, planImport } from './plan.ts';
export type * from './rows.ts';
export { readSharedLayout } from './shared-layout/index.ts';
export { MASTER_TABLE_NAMES } from './tables.ts';
