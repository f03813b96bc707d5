import { conditionsBundle } from '../../../../apps/sandbox/src/testing/conditions-bundle.ts';

/** The smallest report unit of one diagnosis the sharing service accepts, of the demo person p01. */
export function diagnosisBundle(institutionCode: string): Record<string, unknown> {
  return conditionsBundle({ institutionCode, localId: 'cond-1', names: ['高血圧症'] });
}
