import type { Golden } from './golden.ts';
import { lineGoldens } from './lines.ts';
import { patientGoldens } from './patients.ts';
import { usageGoldens } from './usages.ts';
import { wholeGoldens } from './wholes.ts';

export type { Golden } from './golden.ts';

/** One prescription for each feature of the record tables. */
export const goldens: readonly Golden[] = [
  ...patientGoldens,
  ...wholeGoldens,
  ...usageGoldens,
  ...lineGoldens,
];
