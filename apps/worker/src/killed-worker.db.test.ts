import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { confirmEncounter, saveDraft, startEncounter } from '@shirube/core/charting';
import {
  checkNationally,
  completeSigning,
  encounterDraftSchema,
  signPrescription,
  startSigning,
} from '@shirube/core/prescribing';
import { acceptInbound, listBoard } from '@shirube/core/reception';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pollCards } from './poll-cards.ts';
import { authenticateAt, type ClinicUnderTest, openClinic } from './testing/clinic.ts';

let clinic: ClinicUnderTest;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await clinic?.close();
});

function startWorkerProcess(): ChildProcess {
  const worker = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    stdio: 'ignore',
    env: { ...process.env, SHIRUBE_CARD_POLL_MS: '60000' },
  });
  workers.push(worker);
  return worker;
}

async function until(what: string, question: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await question()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not happen within ${seconds} s`);
}

async function held(): Promise<string[]> {
  const answer = await fetch(`${clinic.sandbox.url}/control/prescriptions`);
  return ((await answer.json()) as { prescriptions: { prescriptionId: string }[] }).prescriptions.map(
    (each) => each.prescriptionId,
  );
}

/** A confirmed and signed prescription of one harmless drug, waiting in the outbox. */
async function signedPrescription(): Promise<string> {
  await clinic.control('POST', 'cards', {
    institutionCode: clinic.institutionCode,
    personId: 'p03',
    consents: { medication: true },
    issueSelect: 'electronic',
  });
  await pollCards(clinic.as('system'), clinic.institutionCode);
  const clerk = clinic.as('clerk');
  const doctor = clinic.as('doctor');
  const board = await clerk.run((uow) => listBoard(uow, { serviceDate: null }));
  const received = await clerk.run((uow) =>
    acceptInbound(uow, { inboundId: board.inbound[0]!.id, purpose: '頭痛', as: { kind: 'new' } }),
  );
  const visit = await doctor.run((uow) => startEncounter(uow, { receptionId: received.receptionId }));
  const content = encounterDraftSchema.parse({
    soap: { subjective: '頭痛。' },
    rps: [
      {
        clientId: randomUUID(),
        formClass: '1',
        quantity: 5,
        usage: { code: '1013044400000000', text: '', timesPerDay: 3 },
        medications: [
          {
            clientId: randomUUID(),
            yjCode: '1141007F3023',
            receiptCode: '',
            name: 'カロナール錠500',
            ingredientName: '',
            dose: '3',
            unit: '錠',
            unitCode: null,
          },
        ],
      },
    ],
  });
  const checked = await checkNationally(
    doctor,
    { ...visit, rps: content.rps, oralConsent: false },
    'ordering',
  );
  expect(checked.outcome).toBe('clear');
  const { revision } = await doctor.run((uow) => saveDraft(uow, { ...visit, baseRevision: 0, content }));
  const { prescriptionId } = await doctor.run((uow) =>
    confirmEncounter(uow, { ...visit, baseRevision: revision }),
  );
  const redirectUri = 'http://localhost:3000/c/test/signing/callback';
  const { authorizationUrl } = await startSigning(doctor, { redirectUri });
  await completeSigning(doctor, clinic.key, { ...(await authenticateAt(authorizationUrl)), redirectUri });
  await signPrescription(doctor, clinic.key, {
    patientId: visit.patientId,
    prescriptionId: prescriptionId as string,
  });
  return prescriptionId as string;
}

it('a worker killed between the send and its commit leaves exactly one prescription at the service', async () => {
  const prescriptionId = await signedPrescription();
  // the service keeps the prescription and does not answer: the worker dies while it waits
  await clinic.control('PUT', 'faults', { eprescription: { mode: 'timeout_after_commit', delayMs: 60_000 } });
  const first = startWorkerProcess();
  await until('the send', async () => (await held()).length === 1);
  first.kill('SIGKILL');
  await clinic.control('PUT', 'faults', { eprescription: { mode: 'normal', delayMs: null } });
  const state = () =>
    clinic
      .as('system')
      .run((uow) => uow.tables.prescriptionState.findFirstOrThrow({ where: { prescriptionId } }));
  // marked before the first byte left: whoever goes on asks the service first
  expect((await state()).status).toBe('register_unknown');
  startWorkerProcess();
  await until('the registration', async () => (await state()).status === 'registered');
  const [only, ...others] = await held();
  expect(others).toEqual([]);
  expect((await state()).externalId).toBe(only);
}, 120_000);
