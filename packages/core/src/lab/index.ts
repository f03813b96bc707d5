export { readLabReport, readLabReports } from './read-report.ts';
export { correctLab, reportLab } from './report-lab.ts';
export { correctLabInput, labResultSchema, reportLabInput } from './schema.ts';
