import { PortError } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { toDateColumn } from '../shared/rows.ts';
import { loadPrescriptionParties, patientKeyOf } from './prescription-record.ts';

export interface ExternalFetch {
  outcome: 'fetched' | 'no_consent' | 'could_not_fetch';
  count: number;
  reason: string | null;
}

/**
 * 事前処理 and 薬剤情報: what other facilities gave, for as long as the patient's consent lasts. Runs when the chart is
 * opened; a failure is said and recorded and stops nothing.
 */
export async function fetchExternalMedication(
  flow: FlowContext,
  input: { patientId: string; encounterId: string },
): Promise<ExternalFetch> {
  const prepared = await flow.run(async (uow) => {
    const parties = await loadPrescriptionParties(uow, input.patientId, input.encounterId);
    const consent = await uow.tables.consent.findFirst({
      where: { patientId: input.patientId, scope: 'medication' },
      orderBy: { givenAt: 'desc' },
    });
    uow.audit({ action: 'external_medication.fetch', patientId: input.patientId });
    const lasting = consent?.given && consent.expiresAt > uow.now ? consent.expiresAt : null;
    return { parties, consentUntil: lasting };
  });
  const patient = patientKeyOf(prepared.parties);
  if (patient === null)
    return {
      outcome: 'could_not_fetch',
      count: 0,
      reason: '保険の資格が登録されていないため、ほかの医療機関の薬を確かめられません。',
    };
  const institutionCode = prepared.parties.facility.institutionCode;
  const requestId = `${input.encounterId}-${flow.now().getTime()}`;
  try {
    await flow.services.ePrescription.prepareCheck(institutionCode, requestId, patient);
    if (prepared.consentUntil === null) return { outcome: 'no_consent', count: 0, reason: null };
    const found = await flow.services.ePrescription.medicationHistory({
      institutionCode,
      requestId,
      patient,
    });
    const expiresAt = prepared.consentUntil;
    await flow.run(async (uow) => {
      await uow.tables.externalMedication.deleteMany({
        // what was entered by hand stays: the service may not know it
        where: { patientId: input.patientId, enteredById: null },
      });
      await uow.tables.externalMedication.createMany({
        data: found.map((drug) => ({
          tenantId: uow.tenantId,
          patientId: input.patientId,
          source: '薬剤情報',
          receiptCode: drug.receiptCode,
          name: drug.name,
          doseText: drug.doseText,
          usageText: drug.usageText,
          facilityName: drug.facilityName,
          dispensedOn: toDateColumn(drug.dispensedOn),
          days: drug.days,
          fetchedAt: uow.now,
          expiresAt,
        })),
      });
      uow.audit({
        action: 'external_medication.fetch',
        patientId: input.patientId,
        detail: { count: found.length },
      });
    });
    return { outcome: 'fetched', count: found.length, reason: null };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { outcome: 'could_not_fetch', count: 0, reason: error.userMessage };
  }
}
