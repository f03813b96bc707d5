export {
  type ChartForClient,
  type ChartPart,
  chartParts,
  loadChart,
  readChartForClient,
  readDocumentFiles,
} from './chart.ts';
export { findOwner, findPatientIds, listChartIds, type OwnedKind } from './find.ts';
