/** Where a prescription stands (docs/prescription-life.md). */
export const prescriptionStatuses = [
  'confirmed',
  'signed',
  'registered',
  'dispensing',
  'dispensed',
  'collected',
  'cancelled',
  'superseded',
  'sign_failed',
  'register_failed',
  'register_unknown',
  'paper_only',
  'cancel_unknown',
] as const;
export type PrescriptionStatus = (typeof prescriptionStatuses)[number];

/** It counts for nothing any more. */
export const endedStatuses: readonly PrescriptionStatus[] = ['cancelled', 'superseded'];

/** Nothing has been sent: ending it needs nobody but the clinic. */
export const neverSentStatuses: readonly PrescriptionStatus[] = [
  'confirmed',
  'sign_failed',
  'signed',
  'register_failed',
];

/** It was sent, and whether the service has it is known to the service only. */
export const unsettledStatuses: readonly PrescriptionStatus[] = ['register_unknown', 'paper_only'];

/** A pharmacy has it in hand: the clinic can not change it any more. */
export const atPharmacyStatuses: readonly PrescriptionStatus[] = ['dispensing', 'dispensed', 'collected'];
