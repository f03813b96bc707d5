import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { formerCharts } from '../patients/merge/former-charts.ts';
import { doseAdvice } from '../safety/index.ts';
import { notFound } from '../shared/errors.ts';
import { uuid } from '../shared/schema.ts';
import { loadDrugRules } from './knowledge.ts';
import { patientFactsObject, readPatientFacts, type StoredFacts } from './patient-facts.ts';

export const doseAdviceInput = z.object({
  patientId: uuid,
  encounterId: uuid,
  /** the drugs of the order; YJ codes */
  yjCodes: z.array(z.string().max(12)).min(1).max(60),
});

export const doseAdviceOutput = z.array(
  z.object({
    yjCode: z.string(),
    lines: z.array(
      z.object({ tone: z.enum(['info', 'warning', 'stop']), text: z.string(), basis: z.string() }),
    ),
    /** what is not recorded and would be needed, as sentences */
    missing: z.array(z.string()),
    dataDate: z.string(),
  }),
);

/**
 * Usual and largest doses of drugs for this patient, for the side of their rows. A code that the master does not know has no advice;
 * a drug without a rule has empty lines.
 */
export async function adviseDoses(
  uow: UnitOfWork,
  input: z.output<typeof doseAdviceInput>,
): Promise<z.output<typeof doseAdviceOutput>> {
  const former = await formerCharts(uow, input.patientId);
  const [row] = await uow.tables.$queryRaw<{ facts: StoredFacts | null }[]>`
    SELECT ${patientFactsObject(input.patientId, input.encounterId, former)} AS facts
      FROM encounter WHERE id = ${input.encounterId}::uuid AND patient_id = ${input.patientId}::uuid`;
  if (!row?.facts) throw notFound('診察');
  const facts = readPatientFacts(row.facts);
  const { index, edition, dataDate } = await loadDrugRules(uow);
  const drugs = await uow.tables.drug.findMany({
    where: { yjCode: { in: input.yjCodes } },
    select: { yjCode: true, unit: true, strength: true },
  });
  uow.audit({
    action: 'safety.dose_advice',
    patientId: input.patientId,
    entityType: 'encounter',
    entityId: input.encounterId,
    detail: { drugs: drugs.length },
  });
  const today = todayInTokyo(uow.now);
  return drugs.map(({ yjCode, unit, strength }) =>
    doseAdvice({ yjCode, priceUnit: unit, strength }, facts, index, today, dataDate ?? edition),
  );
}
