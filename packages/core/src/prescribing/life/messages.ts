import type { UnitOfWork } from '@shirube/db';
import { notFound } from '../../shared/errors.ts';
import { type DispensingView, dispensingRows, staffNames, toDispensingView } from './dispensing-view.ts';

/** What pharmacies wrote about a patient's prescriptions and nobody of the clinic has read yet, oldest first: shown in the chart. */
export async function patientMessages(
  uow: UnitOfWork,
  input: { patientId: string },
): Promise<DispensingView[]> {
  if ((await uow.tables.patient.count({ where: { id: input.patientId } })) === 0) throw notFound('患者');
  const rows = await dispensingRows(uow, { patientId: input.patientId });
  const open = rows.filter((row) => row.hasMessage && row.readings.length === 0);
  const nameOf = await staffNames(uow, []);
  uow.audit({
    action: 'prescription.messages',
    patientId: input.patientId,
    detail: { unread: open.length },
  });
  return open.map((row) => toDispensingView(row, nameOf));
}
