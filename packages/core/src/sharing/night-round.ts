import type { UnitOfWork } from '@shirube/db';
import { clinicSettings } from '../clinics/settings.ts';
import type { FlowContext } from '../shared/flow.ts';
import { messageKind, type UnitKind } from './kinds.ts';
import { enqueueUnit } from './want-unit.ts';

/** A day that left more than this is finished in several transactions. */
const mostPerPage = 500;

/**
 * What the day left: every unit that is wanted and not sent is put on its way again, also where its message was given up (dead) or was
 * settled while the clinic did not share. A refused one waits for a person, who sees it on the dashboard; one that is still on its way is left
 * alone. Returns how many were put on their way.
 */
export async function nightRound(run: FlowContext['run']): Promise<number> {
  let all = 0;
  for (let after: string | null = null; ; ) {
    const units = await run((uow) => nightPage(uow, after));
    all += units.length;
    if (units.length < mostPerPage) return all;
    after = units.at(-1) ?? null;
  }
}

/** One page in the order of the units' ids; returns those. @param after the last id of the page before */
async function nightPage(uow: UnitOfWork, after: string | null): Promise<string[]> {
  if (!(await clinicSettings(uow)).sharesInformation) return [];
  const units = await uow.tables.$queryRaw<
    { id: string; patient_id: string; kind: UnitKind; wanted_revision: number }[]
  >`
    SELECT u.id::text, u.patient_id::text, u.kind, u.wanted_revision
      FROM report_unit u
     WHERE u.sent_revision < u.wanted_revision AND (${after}::uuid IS NULL OR u.id > ${after}::uuid)
       AND NOT EXISTS (SELECT 1 FROM outbox_message m
                        WHERE m.tenant_id = u.tenant_id AND m.aggregate_id = u.id AND m.kind = 'sharing.' || u.kind
                          AND m.idempotency_key = u.id || '-' || u.wanted_revision AND m.state IN ('pending', 'refused'))
     ORDER BY u.id LIMIT ${mostPerPage}`;
  for (const unit of units)
    await sendAgain(uow, {
      unitId: unit.id,
      patientId: unit.patient_id,
      kind: unit.kind,
      revision: unit.wanted_revision,
    });
  if (units.length > 0) uow.audit({ action: 'sharing.night_round', detail: { units: units.length } });
  return units.map((unit) => unit.id);
}

/** The message of a revision goes on its way again; where it never had one, it gets it. Its attempts go on counting. */
export async function sendAgain(
  uow: UnitOfWork,
  unit: { unitId: string; patientId: string; kind: UnitKind; revision: number },
): Promise<void> {
  const again = await uow.tables.outboxMessage.updateMany({
    where: { kind: messageKind(unit.kind), idempotencyKey: `${unit.unitId}-${unit.revision}` },
    data: { state: 'pending', lastError: null, deliveredAt: null, rowVersion: { increment: 1 } },
  });
  if (again.count === 0) await enqueueUnit(uow, unit);
}
