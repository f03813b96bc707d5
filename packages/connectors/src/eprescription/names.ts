/**
 * File name stems of the 電子処方箋管理サービス.
 * found in public sources: DMP01, PIR01, PIR06, YZKsiquc01.
 * assumed: CHK01, PIR03, PIR04, PIR05; their official stems are not public.
 */
export const STEM = {
  prepareCheck: 'EPSsiDMP01',
  check: 'EPSsiCHK01',
  register: 'EPSsiPIR01',
  cancel: 'EPSsiPIR03',
  search: 'EPSsiPIR04',
  status: 'EPSsiPIR05',
  copy: 'EPSsiPIR06',
  medicationHistory: 'YZKsiquc01',
} as const;
