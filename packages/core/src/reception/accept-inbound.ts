import type { Prisma, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireChartInUse } from '../patients/merge/merge.ts';
import { identityOnCard, postalCodeOnCard, registerFromCard } from '../patients/register-from-card.ts';
import { kanaKeyOf } from '../patients/register-patient.ts';
import type { EligibilityResult } from '../ports/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import { storeConsents } from './consents.ts';
import { differencesBetween } from './differences.ts';
import { loadKnownPeople } from './known-people.ts';
import { matchPatient } from './match-patient.ts';
import { insertReception } from './receive-patient.ts';
import { renewCoverage } from './renew-coverage.ts';
import type { acceptInboundInput } from './schema.ts';

type Input = z.output<typeof acceptInboundInput>;

/**
 * The clerk's click: whose card it is, what of it is taken over, and that the person is here. Two clicks on one result end in
 * one reception.
 * @throws DomainError not_found for a message or patient of another clinic; conflict when the result is taken already,
 *   cannot be read, or certainly belongs to someone else than was chosen
 */
export async function acceptInbound(
  uow: UnitOfWork,
  input: Input,
): Promise<{ receptionId: string; number: number; patientId: string }> {
  const staffId = requireStaff(uow);
  const { messageId, card } = await takeMessage(uow, input.inboundId);
  await refuseOtherPerson(uow, card, input.as);
  const patientId =
    input.as.kind === 'new'
      ? (await registerFromCard(uow, card)).id
      : await takeAsExisting(uow, input.as.patientId, input.as.applyDifferences, card);
  await renewCoverage(uow, patientId, card);
  const verificationMethod = card.byCard ? 'マイナ保険証' : '資格確認書';
  const check = await uow.tables.eligibilityCheck.create({
    data: {
      tenantId: uow.tenantId,
      patientId,
      inboundMessageId: messageId,
      method: verificationMethod,
      validity: card.validity,
      prescriptionIssueSelect: card.prescriptionIssueSelect,
      result: card as unknown as Prisma.InputJsonObject,
      checkedAt: new Date(card.processedAt),
      checkedById: staffId,
    },
    select: { id: true },
  });
  await storeConsents(uow, patientId, check.id, card);
  const reception = await insertReception(uow, {
    patientId,
    purpose: input.purpose,
    verificationMethod,
    prescriptionPreference: card.prescriptionIssueSelect ?? 'unspecified',
    eligibilityCheckId: check.id,
  });
  await uow.tables.inboundMessage.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: messageId } },
    data: {
      status: 'matched',
      reason: null,
      patientId,
      receptionId: reception.receptionId,
      handledById: staffId,
      handledAt: uow.now,
      rowVersion: { increment: 1 },
    },
  });
  uow.audit({ action: 'inbound.accept', patientId, entityType: 'inbound_message', entityId: messageId });
  return { ...reception, patientId };
}

/** The message, locked: a second click waits here and then finds it taken. */
async function takeMessage(
  uow: UnitOfWork,
  inboundId: string,
): Promise<{ messageId: string; card: EligibilityResult }> {
  const [message] = await uow.tables.$queryRaw<
    { id: string; summary: EligibilityResult | null; handled_at: Date | null }[]
  >`SELECT id::text, summary, handled_at FROM inbound_message WHERE id = ${inboundId}::uuid FOR UPDATE`;
  if (!message) throw notFound('カードの読み取り結果');
  if (message.handled_at)
    throw new DomainError('conflict', 'このカードの受付は済んでいます。受付一覧を確かめてください。');
  if (!message.summary) throw new DomainError('conflict', '読み取れなかった結果からは受付できません。');
  return { messageId: message.id, card: message.summary };
}

/** Nobody whose insurance or number is on the card is registered a second time, and nobody else is taken for them. */
async function refuseOtherPerson(
  uow: UnitOfWork,
  card: EligibilityResult,
  chosen: Input['as'],
): Promise<void> {
  const match = matchPatient(card, await loadKnownPeople(uow, [card]));
  if (match.status !== 'matched') return;
  if (chosen.kind === 'new')
    throw new DomainError(
      'conflict',
      'このカードの方は登録されています。一覧を新しくして、その患者として受付してください。',
    );
  if (chosen.patientId !== match.patientId)
    throw new DomainError(
      'conflict',
      'このカードは、選んだ患者とは別の患者のものです。一覧を新しくして確かめてください。',
    );
}

async function takeAsExisting(
  uow: UnitOfWork,
  patientId: string,
  applyDifferences: boolean,
  card: EligibilityResult,
): Promise<string> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: patientId },
    include: { coverages: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 } },
  });
  if (!patient) throw notFound('患者');
  await requireChartInUse(uow, patient.id);
  if (patient.birthDate.getTime() !== toDateColumn(card.person.birthDate).getTime())
    throw new DomainError(
      'conflict',
      'カードの生年月日が、選んだ患者と違います。別の方ではないか確かめてください。',
    );
  if (!applyDifferences) return patient.id;
  const different = new Set(differencesBetween(patient, card).map((difference) => difference.field));
  const identity = identityOnCard(card.person);
  const kanaKey = kanaKeyOf(identity.familyKana, identity.givenKana);
  // a name without its reading could not be found any more
  const takesName = different.has('氏名') && kanaKey !== '';
  const takesAddress = different.has('住所');
  if (!takesName && !takesAddress) return patient.id;
  await uow.tables.patient.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: patient.id } },
    data: {
      ...(takesName ? { ...identity, kanaKey } : {}),
      ...(takesAddress
        ? { address: card.person.address, postalCode: postalCodeOnCard(card.person.postalCode) }
        : {}),
      updatedAt: uow.now,
      rowVersion: { increment: 1 },
    },
  });
  const fields = [...(takesName ? ['氏名'] : []), ...(takesAddress ? ['住所'] : [])];
  uow.audit({ action: 'patient.change', patientId: patient.id, detail: { fields } });
  return patient.id;
}
