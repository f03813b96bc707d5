import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { findStaff, writeStaffChange } from './change-staff.ts';
import type { endSessionsInput } from './schema.ts';

/**
 * Ends every session of a colleague, in every clinic they work at: a lost device knows no clinics. The person sees it in their
 * own sign-in history. @throws DomainError not_found
 */
export async function endSessions(
  uow: UnitOfWork,
  input: z.output<typeof endSessionsInput>,
): Promise<{ ended: number }> {
  const staff = await findStaff(uow, input.staffId);
  const [row] = await uow.tables.$queryRaw<{ ended: number }[]>`
    SELECT identity.end_colleague_sessions(${staff.id}::uuid, 'ended_by_admin') AS ended`;
  const ended = row?.ended ?? 0;
  if (staff.accountId !== null)
    await uow.tables.$queryRaw`
      SELECT identity.record_event(${staff.accountId}::uuid, 'signed_out_by_admin', NULL, NULL, NULL, NULL)::text AS done`;
  await writeStaffChange(uow, {
    staffId: staff.id,
    kind: 'sessions_ended',
    before: null,
    after: { sessions: String(ended) },
    reason: input.reason,
  });
  uow.audit({
    action: 'people.end_sessions',
    entityType: 'staff',
    entityId: staff.id,
    detail: { ended },
  });
  return { ended };
}
