export { type ExportedFile, exportedFiles, leftOut, leftOutInWords } from './contents.ts';
export {
  beginExport,
  failExport,
  finishExport,
  keepExportPiece,
  removeExpiredExports,
} from './make.ts';
export {
  clinicExportsSchema,
  exportDays,
  fetchClinicExportInput,
  listClinicExports,
  openClinicExport,
  readExportPiece,
  requestClinicExport,
  requestClinicExportInput,
} from './request.ts';
