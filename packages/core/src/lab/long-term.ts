import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { DomainError, notFound } from '../shared/errors.ts';
import { wantUnit } from '../sharing/want-unit.ts';
import { lockResultsOf } from './report-lab.ts';
import type { longTermInput } from './schema.ts';

/** Of `lab_item.category`: only these may carry LTS (observation-infection, R6031). */
const infection = '感染症検査';

/**
 * 長期保存 of one infection result: the physician's decision that the sharing service keeps it longer than five years. A new row takes the place
 * of the result; its value stays as it was.
 * @throws DomainError not_found, also for a result that has been replaced; invalid for anything but an infection; conflict when that is what
 *   holds already
 */
export async function keepLongTerm(
  uow: UnitOfWork,
  input: z.output<typeof longTermInput>,
): Promise<{ observationId: string }> {
  await lockResultsOf(uow, input.patientId);
  const row = await uow.tables.observation.findFirst({
    where: { id: input.observationId, patientId: input.patientId },
    include: { labItem: { select: { category: true } } },
  });
  const replaced = await uow.tables.observation.count({
    where: { replacesId: input.observationId, patientId: input.patientId },
  });
  if (!row || replaced > 0) throw notFound('検査結果');
  if (row.labItem.category !== infection)
    throw new DomainError('invalid', '長期保存にできるのは、感染症の検査結果だけです。');
  if (row.longTerm === input.longTerm)
    throw new DomainError('conflict', 'この検査結果は、すでにそうなっています。画面を開き直してください。');
  const { id, labItem: _item, ...kept } = row;
  const written = await uow.tables.observation.create({
    data: { ...kept, longTerm: input.longTerm, replacesId: id },
    select: { id: true },
  });
  uow.audit({
    action: 'lab.long_term',
    patientId: input.patientId,
    entityType: 'observation',
    entityId: written.id,
    detail: { longTerm: input.longTerm },
  });
  const report =
    row.reportId === null ? null : await uow.tables.labReport.findFirst({ where: { id: row.reportId } });
  if (report)
    await wantUnit(uow, {
      patientId: input.patientId,
      kind: 'Observation',
      sourceId: report.id,
      responsibleId: report.doctorId,
    });
  return { observationId: written.id };
}
