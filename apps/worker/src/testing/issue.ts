import { randomUUID } from 'node:crypto';
import { confirmEncounter, endEncounter, openChart, saveDraft, startEncounter } from '@shirube/core/charting';
import { deliverMessage } from '@shirube/core/delivery';
import {
  checkLocally,
  checkNationally,
  completeSigning,
  type DraftRp,
  encounterDraftSchema,
  localUncheckedKey,
  mergeFindings,
  nationalUncheckedKey,
  type OrderDraft,
  signPrescription,
  startSigning,
} from '@shirube/core/prescribing';
import { acceptInbound, listBoard } from '@shirube/core/reception';
import { pollCards } from '../poll-cards.ts';
import { handlers } from '../worker.ts';
import { authenticateAt, type ClinicUnderTest } from './clinic.ts';

export interface Visit {
  patientId: string;
  encounterId: string;
}

/** One line of カロナール錠500 or another drug, three times a day, as the screen makes it. */
export function line(
  yjCode = '1141007F3023',
  change: { dose?: string; quantity?: number; usageCode?: string } = {},
) {
  return {
    clientId: randomUUID(),
    formClass: '1',
    quantity: change.quantity ?? 5,
    usage: { code: change.usageCode ?? '1013044400000000', text: '', timesPerDay: 3 },
    medications: [
      {
        clientId: randomUUID(),
        yjCode,
        receiptCode: '',
        name: '薬',
        ingredientName: '',
        dose: change.dose ?? '3',
        unit: '錠',
        unitCode: null,
      },
    ],
  };
}

/** Somebody of the sandbox's people comes with the card, for the first time or again, and the doctor begins the visit. */
export async function visitOf(
  clinic: ClinicUnderTest,
  personId: string,
  before: Visit | null = null,
): Promise<Visit> {
  if (before !== null) await clinic.as('doctor').run((uow) => endEncounter(uow, before));
  await clinic.control('POST', 'cards', {
    institutionCode: clinic.institutionCode,
    personId,
    consents: { medication: true },
    issueSelect: 'electronic',
  });
  await pollCards(clinic.as('system'), clinic.institutionCode);
  const clerk = clinic.as('clerk');
  const board = await clerk.run((uow) => listBoard(uow, { serviceDate: null }));
  const [inbound] = board.inbound;
  const as = before
    ? ({ kind: 'existing', patientId: before.patientId, applyDifferences: false } as const)
    : ({ kind: 'new' } as const);
  const received = await clerk.run((uow) =>
    acceptInbound(uow, { inboundId: inbound!.id, purpose: '定期受診', as }),
  );
  return clinic.as('doctor').run((uow) => startEncounter(uow, { receptionId: received.receptionId }));
}

/** 確定 of an order with every finding decided, as a doctor would. Returns the prescription. */
export async function confirmed(
  clinic: ClinicUnderTest,
  visit: Visit,
  order: { rps: unknown[]; issueType?: OrderDraft['issueType']; options?: unknown },
): Promise<string> {
  const doctor = clinic.as('doctor');
  const written = encounterDraftSchema.parse({ soap: { subjective: '頭痛。' }, ...order });
  const decisions = await decisionsFor(clinic, visit, written.rps);
  const content = { ...written, decisions };
  const { revision } = await doctor.run((uow) => saveDraft(uow, { ...visit, baseRevision: 0, content }));
  const { prescriptionId } = await doctor.run((uow) =>
    confirmEncounter(uow, { ...visit, baseRevision: revision }),
  );
  return prescriptionId as string;
}

/** What a doctor decides about everything the checks find in an order: to go on, after asking. */
export async function decisionsFor(
  clinic: ClinicUnderTest,
  visit: Visit,
  rps: DraftRp[],
): Promise<OrderDraft['decisions']> {
  const doctor = clinic.as('doctor');
  const input = { ...visit, rps, oralConsent: false };
  const local = await doctor.run((uow) => checkLocally(uow, input));
  const national = await checkNationally(doctor, input, 'ordering');
  const keys = new Set(mergeFindings(local.findings, national.findings).map((finding) => finding.key));
  const goingOn = [...keys].map((findingKey) => ({ findingKey, decision: 'override' as const }));
  const unchecked = [local, national]
    .filter((result) => result.outcome === 'could_not_check')
    .map(({ source, uncheckable }) => ({
      findingKey: source === 'local' ? localUncheckedKey(uncheckable) : nationalUncheckedKey,
      decision: 'proceed_unchecked' as const,
    }));
  return [...goingOn, ...unchecked].map((each) => ({ ...each, reasonCode: 'consulted', reasonText: null }));
}

/** The doctor's one authentication of the day. */
export async function authenticate(clinic: ClinicUnderTest): Promise<void> {
  const doctor = clinic.as('doctor');
  const redirectUri = 'http://localhost:3000/c/test/signing/callback';
  const { authorizationUrl } = await startSigning(doctor, { redirectUri });
  await completeSigning(doctor, clinic.key, { ...(await authenticateAt(authorizationUrl)), redirectUri });
}

export const sign = (clinic: ClinicUnderTest, visit: Visit, prescriptionId: string) =>
  signPrescription(clinic.as('doctor'), clinic.key, { patientId: visit.patientId, prescriptionId });

/** Every message that waits, once, oldest first, as the worker would take them. */
export async function deliverOnce(clinic: ClinicUnderTest, only?: string): Promise<string[]> {
  const system = clinic.as('system');
  const pending = await system.run((uow) =>
    uow.tables.outboxMessage.findMany({
      where: { state: 'pending', kind: { startsWith: only ?? 'prescription.' } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
  );
  const results: string[] = [];
  for (const message of pending)
    results.push(`${message.kind} ${await deliverMessage(system, message.id, handlers)}`);
  return results;
}

export const stateOf = (clinic: ClinicUnderTest, prescriptionId: string) =>
  clinic
    .as('system')
    .run((uow) => uow.tables.prescriptionState.findFirstOrThrow({ where: { prescriptionId } }));

export interface HeldPrescription {
  prescriptionId: string;
  accessCode: string;
  status: string;
  issueType: string;
  replaces: string | null;
}

/** What the management service holds of this clinic, oldest first. */
export async function heldAtService(clinic: ClinicUnderTest): Promise<HeldPrescription[]> {
  const answer = await fetch(`${clinic.sandbox.url}/control/prescriptions`);
  return ((await answer.json()) as { prescriptions: HeldPrescription[] }).prescriptions;
}

export const chartOf = (clinic: ClinicUnderTest, visit: Visit) =>
  clinic.as('doctor').run((uow) => openChart(uow, visit));
