/**
 * File name stems of the 電子処方箋管理サービス.
 * found in public sources: DMP01, PIR01, PIR06, YZKsiquc01.
 * assumed: CHK01, PIR02, PIR03, PIR04, PIR05, PIR07, PIR08, IHR01; that there are such operations is public, their stems are not.
 */
export const STEM = {
  prepareCheck: 'EPSsiDMP01',
  check: 'EPSsiCHK01',
  register: 'EPSsiPIR01',
  change: 'EPSsiPIR02',
  cancel: 'EPSsiPIR03',
  search: 'EPSsiPIR04',
  status: 'EPSsiPIR05',
  copy: 'EPSsiPIR06',
  listDispensed: 'EPSsiPIR07',
  dispensingResults: 'EPSsiPIR08',
  registerInHouse: 'EPSsiIHR01',
  medicationHistory: 'YZKsiquc01',
} as const;
