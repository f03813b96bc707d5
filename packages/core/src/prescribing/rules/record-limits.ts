/**
 * Lengths of the prescription record's fields (JAHIS 院外処方箋2次元シンボル記録条件規約 Ver.1.10 level). `N` fields
 * count full-width characters, `X` fields half-width ones.
 *
 * assumed: the electronic prescription's own record specification (SJ1) has the same lengths. It is not public; when it
 * is at hand, this file is where to correct them.
 */
export const RECORD_LIMITS = {
  facilityName: 60,
  facilityAddress: 50,
  postalCode: 8,
  phone: 13,
  otherContact: 50,
  departmentCode: 6,
  departmentName: 40,
  personCode: 15,
  prescriberName: 20,
  prescriberKana: 40,
  patientName: 20,
  patientKana: 40,
  publicSubsidies: 3,
  insurerNumber: 14,
  insuranceSymbol: 20,
  insuranceNumber: 20,
  insuranceBranch: 2,
  specialSubsidy: 20,
  narcoticLicence: 15,
  narcoticAddress: 50,
  remark: 50,
  remarks: 999,
  rps: 999,
  items: 99,
  quantity: 999,
  timesPerDay: 99,
  formName: 2,
  usageText: 50,
  usageCode: 16,
  usageSupplement: 50,
  usageSupplements: 99,
  supplementCode: 8,
  siteCode: 3,
  drugName: 40,
  genericCode: 13,
  unit: 6,
  singleDose: 12,
  lineSupplement: 50,
  clinicalNote: 500,
  labValue: 500,
  notes: 999,
} as const;

/** 用量 X,12: up to 6 digits before and 5 after the point, no leading or trailing zeros. */
export const DOSE_PATTERN = /^(?:0|[1-9]\d{0,5})(?:\.\d{0,4}[1-9])?$/;

/** Length of an N field in full-width characters: two half-width characters fill one. */
export function fullWidthLength(text: string): number {
  let halves = 0;
  for (const character of text) halves += /[\u0020-\u007e\uff61-\uff9f]/.test(character) ? 1 : 2;
  return Math.ceil(halves / 2);
}
