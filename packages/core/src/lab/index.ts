export { keepLongTerm } from './long-term.ts';
export { readLabReport, readLabReports } from './read-report.ts';
export { correctLab, reportLab } from './report-lab.ts';
export * from './schema.ts';
