import { type EligibilityResult, PortError } from '@shirube/core/ports';
import { recordInbound } from '@shirube/core/reception';
import type { FlowContext } from '@shirube/core/shared';

/**
 * Takes in what a clinic's card reader has left. A file is acknowledged only after it is stored, and stored once however
 * often it is seen; one that can not be read is stored too and shown as rejected.
 */
export async function pollCards(flow: FlowContext, institutionCode: string): Promise<number> {
  const { eligibility } = flow.services;
  const files = await eligibility.listCardResults(institutionCode);
  for (const file of files) {
    let result: EligibilityResult | null = null;
    let error: string | null = null;
    try {
      result = eligibility.parseCardResult(file.raw);
    } catch (cause) {
      if (!(cause instanceof PortError)) throw cause;
      error = cause.userMessage;
    }
    await flow.run((uow) => recordInbound(uow, { fileName: file.fileName, raw: file.raw, result, error }));
    await eligibility.acknowledgeCardResult(institutionCode, file.fileName);
  }
  return files.length;
}
