import type { z } from 'zod';
import { nullable, toInstant } from '../shared/rows.ts';
import { asked, type OperatorContext } from './context.ts';
import type { clinicIdInput, clinicReasonInput, operatorTasksSchema } from './schema.ts';

/**
 * All records of a clinic as a file. An operator starts it and sees how far it is; the file lies sealed in the clinic, whose
 * administrator alone can fetch it.
 * @throws DomainError conflict while another one is on its way
 */
export async function startExport(
  context: OperatorContext,
  input: z.output<typeof clinicReasonInput>,
): Promise<{ exportId: string }> {
  return {
    exportId: await asked(context.console.requestExport(context.caller, input.tenantId, input.reason)),
  };
}

/** A demo clinic as on its first day; the worker does it. @throws DomainError conflict for a clinic that is no demo */
export async function resetDemo(
  context: OperatorContext,
  input: z.output<typeof clinicReasonInput>,
): Promise<{ resetId: string }> {
  return {
    resetId: await asked(context.console.requestDemoReset(context.caller, input.tenantId, input.reason)),
  };
}

/** How far exports and resets of a clinic are, newest first. */
export async function listTasks(
  context: OperatorContext,
  { tenantId }: z.output<typeof clinicIdInput>,
): Promise<z.output<typeof operatorTasksSchema>> {
  const exports = await asked(context.console.exports(context.caller, tenantId));
  const resets = await asked(context.console.demoResets(context.caller, tenantId));
  return {
    exports: exports.map((each) => ({
      ...each,
      requestedAt: toInstant(each.requestedAt),
      finishedAt: nullable(each.finishedAt, toInstant),
      expiresAt: nullable(each.expiresAt, toInstant),
      fetchedAt: nullable(each.fetchedAt, toInstant),
    })),
    resets: resets.map((each) => ({
      ...each,
      requestedAt: toInstant(each.requestedAt),
      finishedAt: nullable(each.finishedAt, toInstant),
    })),
  };
}
