import type { PortErrorClass } from '@shirube/core/ports';

/**
 * What can be done about a code of the services.
 * assumed: the official list of ErrorCode and ProcessingResultCode is not public (only EPSB0052E is seen in public
 * sources). Codes that are not here are taken as a refusal of the content (ProcessingResultStatus 2) or as a
 * failure of the service (SegmentOfResult 9).
 */
const CLASS_OF_CODE: Record<string, PortErrorClass> = {
  EPSX0001E: 'user_fixable',
  EPSX0002E: 'auth',
  EPSX9001E: 'retryable',
  OQSB0001E: 'user_fixable',
  EPSB0001E: 'user_fixable',
  EPSB0010E: 'user_fixable',
  EPSB0050E: 'user_fixable',
  EPSB0051E: 'user_fixable',
  EPSB0052E: 'user_fixable',
  EPSB0060E: 'signature',
  EPSB0070E: 'user_fixable',
  EPSB0080E: 'user_fixable',
  EPSB0081E: 'status_conflict',
  EPSB0082E: 'status_conflict',
  YZKB0001E: 'auth',
  YZKB0002E: 'user_fixable',
};

/** null when the code is not known. */
export function classOfCode(code: string | null): PortErrorClass | null {
  return code !== null && Object.hasOwn(CLASS_OF_CODE, code) ? (CLASS_OF_CODE[code] ?? null) : null;
}
