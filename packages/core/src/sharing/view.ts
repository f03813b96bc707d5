import { Prisma, type UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import type { SharingIssue } from '../ports/index.ts';
import { notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { adviceFor } from './advice.ts';
import type { UnitEntry } from './deliver-unit.ts';
import { toListed, type UnitRow, unitsQuery } from './list.ts';
import type { sharingUnitSchema } from './schema.ts';

type Problems = z.input<typeof sharingUnitSchema>['problems'];

const sendsShown = 10;

/**
 * One unit: what the last attempt was refused for, beside the item that caused it, and what was sent when. Whoever is no clinician sees no
 * item: what a patient suffers from is read in the chart.
 * @throws DomainError not_found, also for a unit of another clinic or patient
 */
export async function viewSharing(
  uow: UnitOfWork,
  input: { patientId: string; unitId: string; mayName: boolean; mayManage: boolean },
): Promise<z.input<typeof sharingUnitSchema>> {
  const [row] = await uow.tables.$queryRaw<UnitRow[]>(
    unitsQuery(
      uow.actor.staffId,
      input.mayName,
      Prisma.sql`"unitId" = ${input.unitId} AND "patientId" = ${input.patientId}`,
    ),
  );
  if (!row) throw notFound('共有の記録');
  const unit = await uow.tables.reportUnit.findFirstOrThrow({ where: { id: input.unitId } });
  const sends = await uow.tables.reportUnitSend.findMany({
    where: { unitId: input.unitId },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: sendsShown,
    omit: { content: true },
  });
  const withdrawer =
    unit.withdrawnById === null
      ? null
      : await uow.tables.staff.findFirstOrThrow({ where: { id: unit.withdrawnById } });
  uow.audit({
    action: 'sharing.view',
    patientId: input.patientId,
    entityType: 'report_unit',
    entityId: input.unitId,
  });
  const [last] = sends;
  const problems =
    row.state === 'refused' && last
      ? problemsOf(
          (last.issues ?? []) as unknown as SharingIssue[],
          (last.entries ?? []) as unknown as UnitEntry[],
        )
      : [];
  return {
    ...toListed(row),
    problems: input.mayName ? problems : problems.map((problem) => ({ ...problem, item: null })),
    withdrawn:
      unit.withdrawnReason !== null && withdrawer && unit.withdrawnAt
        ? {
            reason: unit.withdrawnReason,
            by: `${withdrawer.familyName} ${withdrawer.givenName}`,
            at: toInstant(unit.withdrawnAt),
          }
        : null,
    sends: sends.map(({ sentAt, operation, outcome }) => ({
      at: toInstant(sentAt),
      operation: operation as 'register',
      outcome: outcome as 'accepted',
    })),
    mayRetry: input.mayManage && (row.state === 'refused' || row.state === 'withdrawn'),
    mayWithdraw: input.mayManage && unit.wanted && row.state !== 'cancelled',
  };
}

/** Bundle.entry[3].resource.onsetDateTime is of the entry Bundle.entry[3], and that of the record it was made from. */
export function problemsOf(issues: readonly SharingIssue[], entries: readonly UnitEntry[]): Problems {
  const problems: Problems = [];
  for (const { severity, path, ruleId, text } of issues) {
    if (severity !== 'error') continue;
    const place = /^Bundle\.entry\[\d+\]/.exec(path)?.[0];
    const entry = entries.find((each) => each.path === place);
    const item =
      entry && entry.label !== '' ? { entity: entry.entity, id: entry.id, label: entry.label } : null;
    const issue = { ruleId, text, advice: adviceFor(ruleId, path, item !== null) };
    const known = problems.find((problem) => problem.item?.id === item?.id);
    if (known) known.issues.push(issue);
    else problems.push({ item, issues: [issue] });
  }
  return problems;
}
