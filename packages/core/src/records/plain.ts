import type { MedicationRecord, PrescriptionRecord, RpRecord } from './index.ts';

/** A line as it is when nothing but drug and dose has been chosen. */
export const plainLine = {
  kind: 'drug',
  isTitre: false,
  conversion: null,
  generic: null,
  substitution: null,
  unevenDoses: null,
  burden: null,
  singleDose: null,
  supplements: [],
} satisfies Partial<MedicationRecord>;

/** An RP as it is when nothing but drugs, usage and quantity has been chosen. */
export const plainRp = { formName: null, supplements: [], splitQuantities: null } satisfies Partial<RpRecord>;

/** A prescription without anything beyond its RPs. */
export const plainPrescription = {
  remarks: [],
  refillCount: null,
  split: null,
  leftover: null,
  narcotic: null,
  clinicalNotes: [],
  labValues: [],
  accessCode: null,
} satisfies Partial<PrescriptionRecord>;
