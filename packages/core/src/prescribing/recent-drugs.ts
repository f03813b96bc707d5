import type { UnitOfWork } from '@shirube/db';
import type { RpRecord } from '../records/index.ts';

/**
 * Remembers how a doctor prescribes the drugs of an order, so that they are found first and come complete next time. Nothing of the patient is
 * kept. A line whose dose means something only together with its conversion or 力価 is counted by nothing: another order must not take it over.
 */
export async function noteDrugUse(
  uow: UnitOfWork,
  input: { doctorId: string; rps: readonly RpRecord[] },
): Promise<void> {
  const uses = new Map(
    input.rps.flatMap((rp) =>
      rp.medications
        .filter(
          (line) => line.kind === 'drug' && line.yjCode !== '' && !line.isTitre && line.conversion === null,
        )
        .map((line) => [
          line.yjCode,
          {
            yj_code: line.yjCode,
            dose: line.dose,
            usage_code: rp.usage.code,
            quantity: rp.quantity,
            form_class: rp.formClass,
          },
        ]),
    ),
  );
  if (uses.size === 0) return;
  await uow.tables.$executeRaw`
    INSERT INTO drug_use (tenant_id, staff_id, yj_code, use_count, last_used_at, dose, usage_code, quantity, form_class)
    SELECT ${uow.tenantId}::uuid, ${input.doctorId}::uuid, line.yj_code, 1, ${uow.now}, line.dose, line.usage_code, line.quantity, line.form_class
      FROM jsonb_to_recordset(${JSON.stringify([...uses.values()])}::jsonb)
           AS line(yj_code text, dose numeric, usage_code text, quantity integer, form_class text)
     ORDER BY line.yj_code
    ON CONFLICT (tenant_id, staff_id, yj_code) DO UPDATE
       SET use_count = drug_use.use_count + 1, last_used_at = excluded.last_used_at, dose = excluded.dose,
           usage_code = excluded.usage_code, quantity = excluded.quantity, form_class = excluded.form_class`;
}
