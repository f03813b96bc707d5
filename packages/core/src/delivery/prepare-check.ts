import { todayInTokyo } from '@shirube/terminology';
import { PortError } from '../ports/index.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import type { DeliveryHandler } from './deliver-message.ts';

/** After so many attempts the visit has begun: opening the chart prepares again, and the check works without. */
const attemptsWorthwhile = 3;

/**
 * チェック事前処理, sent when a patient is received: the service gathers the past drugs before the doctor asks. It only saves time, so
 * nobody is told when it does not succeed.
 */
export const prepareNationalCheck: DeliveryHandler = async (flow, message) => {
  const { patientId } = message;
  if (patientId === null || message.attempts >= attemptsWorthwhile) return;
  const prepared = await flow.run(async (uow) => {
    const today = toDateColumn(todayInTokyo(uow.now));
    const coverage = await uow.tables.coverage.findFirst({
      where: { patientId, OR: [{ validTo: null }, { validTo: { gte: today } }] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      include: { patient: { select: { birthDate: true } } },
    });
    if (!coverage) return null;
    const tenant = await uow.tables.tenant.findFirstOrThrow({ select: { institutionCode: true } });
    uow.audit({
      action: 'safety.prepare_check',
      patientId,
      entityType: 'reception',
      entityId: message.aggregateId,
    });
    return { institutionCode: tenant.institutionCode, coverage };
  });
  if (prepared === null) return;
  const { coverage, institutionCode } = prepared;
  try {
    await flow.services.ePrescription.prepareCheck(institutionCode, `${message.id}-${message.attempts}`, {
      insurerNumber: coverage.insurerNumber,
      symbol: coverage.symbol,
      number: coverage.number,
      branchNumber: coverage.branchNumber,
      birthDate: toCalendarDate(coverage.patient.birthDate),
    });
  } catch (error) {
    const again = error instanceof PortError && (error.kind === 'retryable' || error.kind === 'unknown');
    if (again || !(error instanceof PortError)) throw error;
  }
};
