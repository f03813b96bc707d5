export {
  type ChartForClient,
  type ChartPart,
  chartParts,
  readChartForClient,
  readDocumentFiles,
} from './chart.ts';
export { findOwner, findPatientIds, type OwnedKind } from './find.ts';
