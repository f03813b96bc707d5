import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { amendCondition, confirmEncounter, saveDraft } from '@shirube/core/charting';
import { deliverMessage } from '@shirube/core/delivery';
import { confirmDocument, openDocument, saveDocument, startDocument } from '@shirube/core/documents';
import { correctLab, reportLab } from '@shirube/core/lab';
import { encounterDraftSchema } from '@shirube/core/prescribing';
import { retryUnit, savePreference, viewSharing } from '@shirube/core/sharing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import { type Visit, visitOf } from './testing/issue.ts';
import { handlers } from './worker.ts';

let clinic: ClinicUnderTest;
let visit: Visit;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  clinic = await openClinic();
  visit = await visitOf(clinic, 'p03');
  await confirmWithDiagnoses(visit);
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await clinic?.close();
});

const uuid = () => crypto.randomUUID();

/** 確定 of two diagnoses of the demo's masters, the first of them the main one. */
async function confirmWithDiagnoses(of: Visit): Promise<void> {
  const doctor = clinic.as('doctor');
  const diseases = await doctor.run((uow) =>
    uow.tables.disease.findMany({
      where: { icd10: { not: null } },
      take: 2,
      orderBy: { managementNo: 'asc' },
    }),
  );
  const content = encounterDraftSchema.parse({
    soap: { subjective: 'だるい。' },
    conditions: diseases.map((disease, index) => ({
      clientId: uuid(),
      conditionId: null,
      managementNo: disease.managementNo,
      displayName: disease.name,
      modifierCodes: [],
      isMain: index === 0,
      isSuspected: false,
      onsetDate: '2026-10-01',
      endDate: null,
      outcome: 'active',
    })),
  });
  const { revision } = await doctor.run((uow) => saveDraft(uow, { ...of, baseRevision: 0, content }));
  await doctor.run((uow) => confirmEncounter(uow, { ...of, baseRevision: revision }));
}

async function deliverSharing(): Promise<string[]> {
  const system = clinic.as('system');
  const pending = await system.run((uow) =>
    uow.tables.outboxMessage.findMany({
      where: { state: 'pending', kind: { startsWith: 'sharing.' } },
      orderBy: { createdAt: 'asc' },
    }),
  );
  const results: string[] = [];
  for (const message of pending)
    results.push(`${message.kind} ${await deliverMessage(system, message.id, handlers)}`);
  return results;
}

interface Held {
  identifier: string;
  kind: string;
  revision: number;
}
/** What the service has of this clinic. */
async function held(kind: string): Promise<Held[]> {
  const answer = await fetch(
    `${clinic.sandbox.url}/sharing/v0/documents?institutionCode=${clinic.institutionCode}`,
  );
  return ((await answer.json()) as { documents: Held[] }).documents.filter((each) => each.kind === kind);
}
async function contentOf(document: Held | undefined): Promise<string> {
  const at = encodeURIComponent(document?.identifier ?? '');
  return await (await fetch(`${clinic.sandbox.url}/sharing/v0/documents/${at}`)).text();
}
const unit = (kind: string) =>
  clinic
    .as('system')
    .run((uow) => uow.tables.reportUnit.findFirstOrThrow({ where: { kind, patientId: visit.patientId } }));
const mainCondition = () =>
  clinic.as('system').run((uow) =>
    uow.tables.condition.findFirstOrThrow({
      where: { patientId: visit.patientId, isMain: true },
      orderBy: { versionNo: 'desc' },
    }),
  );
async function amendMain(change: { undelivered?: boolean; onsetDate?: string }): Promise<void> {
  const current = await mainCondition();
  await clinic.as('doctor').run((uow) =>
    amendCondition(uow, {
      patientId: visit.patientId,
      conditionId: current.conditionId,
      baseVersion: current.versionNo,
      isMain: true,
      onsetDate: '2026-10-01',
      endDate: null,
      outcome: 'active',
      uninformed: false,
      undelivered: false,
      longTerm: false,
      reason: '見直し',
      ...change,
    }),
  );
}

describe('diagnoses at the sharing service', () => {
  it('are registered on the day they are confirmed', async () => {
    expect(await deliverSharing()).toEqual(['sharing.Condition delivered']);
    const [only, ...others] = await held('Condition');
    expect(others).toEqual([]);
    expect(only).toMatchObject({ revision: 1, identifier: (await unit('Condition')).identifier });
  });

  it('are replaced by what a correction says, flag and all', async () => {
    await amendMain({ undelivered: true });
    await deliverSharing();
    const [only, ...others] = await held('Condition');
    expect(others).toEqual([]);
    expect(only?.revision).toBe(2);
    expect(await contentOf(only)).toContain('UNDELIVERED');
  });

  it('stay as they were when the service refuses, which is shown beside the item, and go once it takes them', async () => {
    await clinic.control('PUT', 'faults', { sharing: { mode: 'refusing', delayMs: null } });
    await amendMain({ onsetDate: '2026-10-02' });
    expect(await deliverSharing()).toEqual(['sharing.Condition refused']);
    expect((await held('Condition'))[0]?.revision).toBe(2);
    const { id } = await unit('Condition');
    const view = () =>
      clinic
        .as('doctor')
        .run((uow) =>
          viewSharing(uow, { patientId: visit.patientId, unitId: id, mayName: true, mayManage: true }),
        );
    const refused = await view();
    expect(refused).toMatchObject({ state: 'refused', mayRetry: true });
    expect(refused.problems).toMatchObject([{ item: { entity: 'condition', label: expect.any(String) } }]);
    await clinic.control('PUT', 'faults', { sharing: { mode: 'normal', delayMs: null } });
    await clinic.as('doctor').run((uow) => retryUnit(uow, { patientId: visit.patientId, unitId: id }));
    expect(await deliverSharing()).toEqual(['sharing.Condition delivered']);
    expect((await held('Condition'))[0]?.revision).toBe(3);
    expect(await view()).toMatchObject({ state: 'registered', problems: [] });
  });

  it('are one document when a worker is killed between the send and its commit', async () => {
    await clinic.control('PUT', 'faults', { sharing: { mode: 'timeout_after_commit', delayMs: 60_000 } });
    const before = (await held('Condition'))[0]?.revision ?? 0;
    const first = startWorkerProcess();
    await amendMain({ onsetDate: '2026-10-03' });
    await until('the send', async () => ((await held('Condition'))[0]?.revision ?? 0) > before);
    first.kill('SIGKILL');
    await clinic.control('PUT', 'faults', { sharing: { mode: 'normal', delayMs: null } });
    expect(await unit('Condition')).toMatchObject({ wantedSince: expect.any(Date) });
    const second = startWorkerProcess();
    await until('the note', async () => (await unit('Condition')).wantedSince === null);
    second.kill('SIGTERM');
    const [only, ...others] = await held('Condition');
    expect(others).toEqual([]);
    // it was asked first, and had it: nothing was sent a second time
    expect(only?.revision).toBe(before + 1);
    expect(await contentOf(only)).toContain('2026-10-03');
  }, 120_000);

  it('are gone when the patient does not want them shared', async () => {
    const say = (shares: boolean) =>
      clinic
        .as('doctor')
        .run((uow) => savePreference(uow, { patientId: visit.patientId, shares, reason: 'ご本人の希望' }));
    await say(false);
    await deliverSharing();
    expect(await held('Condition')).toEqual([]);
    await say(true);
    await deliverSharing();
    expect(await held('Condition')).toHaveLength(1);
  });
});

describe('results of a laboratory at the sharing service', () => {
  const result = (jlac10: string, value: string) => ({
    jlac10,
    localCode: 'LB0001',
    value: { kind: 'quantity' as const, value, comparator: null, unit: 'mmol/L' },
    referenceLow: '3.6',
    referenceHigh: '4.8',
    interpretation: 'N' as const,
    specimen: '血清',
    status: 'final' as const,
  });

  it('are a unit of their own, replaced as a whole when they are corrected', async () => {
    const doctor = clinic.as('doctor');
    const item = await doctor.run((uow) =>
      uow.tables.labItem.findFirstOrThrow({ where: { abbreviation: 'K' } }),
    );
    const { reportId } = await doctor.run((uow) =>
      reportLab(uow, {
        patientId: visit.patientId,
        encounterId: visit.encounterId,
        doctorId: clinic.doctorId,
        orderNumber: 'L-1',
        collectedOn: '2026-11-20',
        collectedAt: '2026-11-20T09:40:00+09:00',
        reportedAt: '2026-11-20T18:00:00+09:00',
        results: [result(item.jlac10, '4.1')],
      }),
    );
    expect(await deliverSharing()).toEqual(['sharing.Observation delivered']);
    const [first] = await held('Observation');
    expect(await contentOf(first)).toContain('4.1');
    await doctor.run((uow) =>
      correctLab(uow, {
        patientId: visit.patientId,
        reportId,
        reportedAt: '2026-11-20T19:00:00+09:00',
        results: [result(item.jlac10, '5.2')],
      }),
    );
    await deliverSharing();
    const [only, ...others] = await held('Observation');
    expect(others).toEqual([]);
    const content = await contentOf(only);
    expect(content).toContain('5.2');
    expect(content).not.toContain('4.1');
  });
});

describe('letters at the sharing service', () => {
  it.each([
    [true, 'readable'],
    [false, 'on_hold'],
  ])(
    'may be opened by the receiver at once only when the patient consented here (%s)',
    async (consented, state) => {
      const doctor = clinic.as('doctor');
      const { patientId, encounterId } = visit;
      const { documentId } = await doctor.run((uow) =>
        startDocument(uow, { patientId, encounterId, kind: 'referral', copyOf: null, replyTo: null }),
      );
      const of = { patientId, documentId };
      const { draft } = await doctor.run((uow) => openDocument(uow, of));
      if (draft?.content.kind !== 'referral') throw new Error('no referral is being written');
      const receiver = await doctor.run((uow) =>
        uow.tables.facility.findFirstOrThrow({ where: { institutionCode: '1419900012' } }),
      );
      const content = {
        ...draft.content,
        to: { ...receiver, departmentCode: null, departmentName: '内科', doctorName: null },
        consented,
        sections: draft.content.sections.map((section) =>
          ['950', '360'].includes(section.code) ? { ...section, text: '精査をお願いします。' } : section,
        ),
      };
      await doctor.run((uow) => saveDocument(uow, { ...of, baseRevision: draft.revision, content }));
      await doctor.run((uow) =>
        confirmDocument(uow, { ...of, baseRevision: draft.revision + 1, reason: null, send: true }, () => []),
      );
      expect(await deliverSharing()).toEqual(['sharing.referral delivered']);
      const { identifier } = await clinic
        .as('system')
        .run((uow) => uow.tables.reportUnit.findFirstOrThrow({ where: { sourceId: documentId } }));
      expect(
        await doctor.services.sharing.referralState({
          institutionCode: clinic.institutionCode,
          requestId: 'asked',
          identifier,
        }),
      ).toEqual({ state, receivedAt: null });
    },
  );
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
