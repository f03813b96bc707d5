import { randomUUID } from 'node:crypto';
import { confirmEncounter, openChart, saveDraft, startEncounter } from '@shirube/core/charting';
import { deliverMessage } from '@shirube/core/delivery';
import { approveEntries, returnEntry, saveEntryDraft, submitEntry } from '@shirube/core/entries';
import {
  checkNationally,
  completeSigning,
  encounterDraftSchema,
  plainLine,
  plainRp,
  signPrescription,
  startSigning,
} from '@shirube/core/prescribing';
import { acceptInbound, listBoard } from '@shirube/core/reception';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pollCards } from './poll-cards.ts';
import { authenticateAt, type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import { handlers } from './worker.ts';

/** What was entered for a doctor and what leaves the clinic: signing, registration and sharing against the sandbox. */
let clinic: ClinicUnderTest;
let visit: { patientId: string; encounterId: string; receptionId: string };
const redirectUri = 'http://localhost:3000/c/test/signing/callback';

const order = (dose: string) => ({
  clientId: randomUUID(),
  formClass: '1' as const,
  ...plainRp,
  quantity: 5,
  usage: { code: '1013044400000000', text: '', timesPerDay: 3 },
  medications: [
    {
      clientId: randomUUID(),
      yjCode: '1141007F3023',
      receiptCode: '',
      name: 'カロナール錠500',
      ingredientName: '',
      dose,
      unit: '錠',
      unitCode: null,
      ...plainLine,
    },
  ],
});
const soap = (subjective: string) => ({ subjective, objective: '', assessment: '', plan: '' });

/** The clerk hands over a text and an order for the doctor. */
async function entered(text: string, dose: string): Promise<string> {
  const clerk = clinic.as('clerk');
  const content = { soap: soap(text), conditions: [], rps: [order(dose)] };
  await clerk.run((uow) =>
    saveEntryDraft(uow, { ...visit, baseRevision: 0, onBehalfOfId: clinic.doctorId, content }),
  );
  const { proposalId } = await clerk.run((uow) => submitEntry(uow, { ...visit, baseRevision: 1 }));
  return proposalId;
}

const counts = () =>
  clinic.as('system').run(async (uow) => ({
    prescriptions: await uow.tables.prescription.count(),
    notes: await uow.tables.clinicalNote.count(),
    messages: await uow.tables.outboxMessage.count(),
  }));

async function held(): Promise<string[]> {
  const answer = await fetch(`${clinic.sandbox.url}/control/prescriptions`);
  return ((await answer.json()) as { prescriptions: { prescriptionId: string }[] }).prescriptions.map(
    (each) => each.prescriptionId,
  );
}

beforeAll(async () => {
  clinic = await openClinic();
  await clinic.control('POST', 'cards', {
    institutionCode: clinic.institutionCode,
    personId: 'p03',
    consents: { medication: true },
    issueSelect: 'electronic',
  });
  await pollCards(clinic.as('system'), clinic.institutionCode);
  const board = await clinic.as('clerk').run((uow) => listBoard(uow, { serviceDate: null }));
  const { receptionId } = await clinic
    .as('clerk')
    .run((uow) =>
      acceptInbound(uow, { inboundId: board.inbound[0]!.id, purpose: '頭痛', as: { kind: 'new' } }),
    );
  const begun = await clinic.as('doctor').run((uow) => startEncounter(uow, { receptionId }));
  visit = { ...begun, receptionId };
  const { authorizationUrl } = await startSigning(clinic.as('doctor'), { redirectUri });
  await completeSigning(clinic.as('doctor'), clinic.key, {
    ...(await authenticateAt(authorizationUrl)),
    redirectUri,
  });
});
afterAll(() => clinic?.close());

describe('an order that a clerk entered for the doctor', () => {
  // @proves A3
  it('is nothing that could be signed or sent, though the doctor is authenticated to sign', async () => {
    const before = await counts();
    const proposalId = await entered('頭痛。', '2');
    expect(await counts()).toEqual(before);
    const doctor = clinic.as('doctor');
    // neither the entry nor anything made of it is a prescription
    for (const prescriptionId of [proposalId, visit.encounterId])
      await expect(
        signPrescription(doctor, clinic.key, { patientId: visit.patientId, prescriptionId }),
      ).rejects.toMatchObject({ code: 'not_found' });
    await doctor.run((uow) =>
      saveDraft(uow, {
        ...visit,
        baseRevision: 0,
        content: encounterDraftSchema.parse({ soap: soap('頭重感。') }),
      }),
    );
    await expect(
      doctor.run((uow) => confirmEncounter(uow, { ...visit, baseRevision: 1 })),
    ).rejects.toMatchObject({ code: 'needs_decision', at: 'entries' });
    expect(await counts()).toEqual(before);
    expect(await held()).toEqual([]);
    await doctor.run((uow) => returnEntry(uow, { ...visit, proposalId, comment: '量は3錠に' }));
  });

  it('is checked, confirmed, signed and registered by the doctor as always, and keeps who entered it', async () => {
    const doctor = clinic.as('doctor');
    const proposalId = await entered('昨夜から。', '3');
    const [approved] = await doctor.run((uow) =>
      approveEntries(uow, { ...visit, proposalIds: [proposalId], baseRevision: 1 }),
    );
    const content = approved!.content;
    // approving answers no check: without a national answer it is not confirmed
    await expect(
      doctor.run((uow) => confirmEncounter(uow, { ...visit, baseRevision: 2 })),
    ).rejects.toMatchObject({ code: 'needs_decision', at: 'could_not_check|national' });
    await checkNationally(doctor, { ...visit, rps: content.rps, oralConsent: false }, 'ordering');
    const { prescriptionId } = await doctor.run((uow) =>
      confirmEncounter(uow, { ...visit, baseRevision: 2 }),
    );
    const row = await doctor.run((uow) =>
      uow.tables.prescription.findFirstOrThrow({ where: { id: prescriptionId as string } }),
    );
    expect(row).toMatchObject({
      enteredById: clinic.clerkId,
      onBehalfOfId: clinic.doctorId,
      confirmedById: clinic.doctorId,
      doctorId: clinic.doctorId,
    });
    const chart = await doctor.run((uow) => openChart(uow, visit));
    expect(chart.encounter?.authorship.map(({ part, kept }) => [part, kept])).toEqual([
      ['S', 'part'],
      ['RP1', 'whole'],
    ]);
    await signPrescription(doctor, clinic.key, {
      patientId: visit.patientId,
      prescriptionId: prescriptionId as string,
    });
    const system = clinic.as('system');
    for (const message of await system.run((uow) =>
      uow.tables.outboxMessage.findMany({ where: { state: 'pending', kind: 'prescription.register' } }),
    ))
      await deliverMessage(system, message.id, handlers);
    expect(await held()).toHaveLength(1);
  });
});
