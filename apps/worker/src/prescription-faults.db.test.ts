import { confirmEncounter, saveDraft } from '@shirube/core/charting';
import { PortError } from '@shirube/core/ports';
import {
  checkNationally,
  confirmChange,
  encounterDraftSchema,
  openChange,
  orderDraftSchema,
  saveChange,
  viewPrescription,
} from '@shirube/core/prescribing';
import { encryptAtRest } from '@shirube/core/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import {
  authenticate,
  confirmed,
  decisionsFor,
  deliverOnce,
  heldAtService,
  line,
  sign,
  stateOf,
  type Visit,
  visitOf,
} from './testing/issue.ts';

/** What goes wrong on the way: nothing is lost, nothing doubled, and the doctor reads what to do. */
let clinic: ClinicUnderTest;
beforeAll(async () => {
  clinic = await openClinic();
  await authenticate(clinic);
}, 60_000);
afterAll(() => clinic?.close());
beforeEach(async () => {
  for (const service of ['eprescription', 'check', 'signing']) await behave(service, 'normal');
});

const behave = (service: string, mode: string, delayMs: number | null = null) =>
  clinic.control('PUT', 'faults', { [service]: { mode, delayMs } });

let last: Visit | null = null;
async function newVisit(): Promise<Visit> {
  last = await visitOf(clinic, 'p03', last);
  return last;
}

const view = (visit: Visit, prescriptionId: string) =>
  clinic.as('doctor').run((uow) => viewPrescription(uow, { patientId: visit.patientId, prescriptionId }));

describe('a registration', () => {
  it('that fails validation names the fault; corrected it is one prescription', async () => {
    const before = (await heldAtService(clinic)).length;
    const visit = await newVisit();
    const coverage = (number: string) =>
      clinic
        .as('clerk')
        .run((uow) =>
          uow.tables.coverage.updateMany({ where: { patientId: visit.patientId }, data: { number } }),
        );
    const { number } = await clinic
      .as('clerk')
      .run((uow) => uow.tables.coverage.findFirstOrThrow({ where: { patientId: visit.patientId } }));
    await coverage('99999');
    const wrong = await confirmed(clinic, visit, { rps: [line()] });
    await sign(clinic, visit, wrong);
    expect(await deliverOnce(clinic, 'prescription.register')).toEqual(['prescription.register refused']);
    const seen = await view(visit, wrong);
    expect(seen).toMatchObject({ status: 'register_failed', situation: { need: 'register_failed' } });
    expect(seen.situation.todo).toContain('資格がありません');
    expect(seen.situation.todo).toContain('「変更する」を押してください');
    expect((await heldAtService(clinic)).length).toBe(before);

    await coverage(number);
    const doctor = clinic.as('doctor');
    const target = { patientId: visit.patientId, prescriptionId: wrong };
    const order = orderDraftSchema.parse((await doctor.run((uow) => openChange(uow, target))).initial);
    const content = { ...order, decisions: await decisionsFor(clinic, visit, order.rps) };
    await doctor.run((uow) => saveChange(uow, { ...target, baseRevision: 0, content }));
    const { prescriptionId } = await doctor.run((uow) => confirmChange(uow, { ...target, baseRevision: 1 }));
    await sign(clinic, visit, prescriptionId);
    await deliverOnce(clinic, 'prescription.register');
    expect((await stateOf(clinic, prescriptionId)).status).toBe('registered');
    expect((await stateOf(clinic, wrong)).status).toBe('superseded');
    expect((await heldAtService(clinic)).length).toBe(before + 1);
  });

  it('that times out but succeeded is found, and sent once', async () => {
    const before = (await heldAtService(clinic)).length;
    const visit = await newVisit();
    const id = await confirmed(clinic, visit, { rps: [line()] });
    await sign(clinic, visit, id);
    await behave('eprescription', 'timeout_after_commit', 10);
    await deliverOnce(clinic, 'prescription.register');
    const seen = await view(visit, id);
    expect(seen.situation).toMatchObject({ label: '登録を確認中', need: 'register_unknown' });
    expect(seen.situation.todo).toContain('同じ処方箋が二重に登録されることはありません');
    await behave('eprescription', 'normal');
    await deliverOnce(clinic, 'prescription.register');
    const held = (await heldAtService(clinic)).slice(before);
    expect(held.map((each) => each.prescriptionId)).toEqual([(await stateOf(clinic, id)).externalId]);
  });

  it('that may have arrived is not taken as refused when the question about it is refused', async () => {
    const before = (await heldAtService(clinic)).length;
    const visit = await newVisit();
    const id = await confirmed(clinic, visit, { rps: [line()] });
    await sign(clinic, visit, id);
    await behave('eprescription', 'timeout_after_commit', 10);
    await deliverOnce(clinic, 'prescription.register');
    await behave('eprescription', 'normal');
    const refused = new PortError('eprescription', 'user_fixable', '受け付けられません。', 'EPSB0001E');
    const { ePrescription } = clinic.as('system').services;
    const search = vi.spyOn(ePrescription, 'search').mockRejectedValueOnce(refused);
    expect(await deliverOnce(clinic, 'prescription.register')).toEqual(['prescription.register retry']);
    search.mockRestore();
    // neither a change nor a cancellation may end it without the service
    expect((await stateOf(clinic, id)).status).toBe('register_unknown');
    await deliverOnce(clinic, 'prescription.register');
    expect((await stateOf(clinic, id)).status).toBe('registered');
    expect((await heldAtService(clinic)).length).toBe(before + 1);
  });

  it.each(['error', 'malformed', 'down'])(
    'under a service that is "%s" is one prescription in the end',
    async (mode) => {
      const before = (await heldAtService(clinic)).length;
      const visit = await newVisit();
      const id = await confirmed(clinic, visit, { rps: [line()] });
      await sign(clinic, visit, id);
      await behave('eprescription', mode, 10);
      await deliverOnce(clinic, 'prescription.register');
      await deliverOnce(clinic, 'prescription.register');
      await behave('eprescription', 'normal');
      await deliverOnce(clinic, 'prescription.register');
      expect((await stateOf(clinic, id)).status).toBe('registered');
      expect((await heldAtService(clinic)).length).toBe(before + 1);
    },
  );
});

describe('signing', () => {
  it('whose authentication ended in the middle asks for it again; then there is one prescription', async () => {
    const before = (await heldAtService(clinic)).length;
    const visit = await newVisit();
    const id = await confirmed(clinic, visit, { rps: [line()] });
    // the signing service has ended it, and the clinic does not know yet
    await clinic.as('doctor').run((uow) =>
      uow.tables.signingSession.updateMany({
        where: { staffId: clinic.doctorId, state: 'authorized' },
        data: { tokenEncrypted: new Uint8Array(encryptAtRest(clinic.key, Buffer.from('ended', 'utf8'))) },
      }),
    );
    await expect(sign(clinic, visit, id)).rejects.toMatchObject({ kind: 'auth' });
    const seen = await view(visit, id);
    // nothing was signed: it waits, and the authentication is asked for again
    expect(seen).toMatchObject({ status: 'confirmed', situation: { need: 'unsigned' } });
    const live = await clinic
      .as('doctor')
      .run((uow) => uow.tables.signingSession.count({ where: { state: 'authorized' } }));
    expect(live).toBe(0);
    expect(await deliverOnce(clinic, 'prescription.register')).toEqual([]);
    await authenticate(clinic);
    await sign(clinic, visit, id);
    await deliverOnce(clinic, 'prescription.register');
    expect((await stateOf(clinic, id)).status).toBe('registered');
    expect((await heldAtService(clinic)).length).toBe(before + 1);
  });
});

describe('the national check', () => {
  it.each(['clear', 'failed'])(
    'that found something for a part of the order asks for a decision, also after one that was %s',
    async (first) => {
      const doctor = clinic.as('doctor');
      const visit = await newVisit();
      const { rps } = encounterDraftSchema.parse({ rps: [line()] });
      const { ePrescription } = doctor.services;
      const answer = {
        requestId: 'r',
        checkedAt: '2026-11-20T00:00:00Z',
        alerts: [],
        unanswered: [],
        namesDisclosed: true,
      };
      const part = {
        ...answer,
        alerts: [
          {
            kind: 'contraindicated' as const,
            rpNumber: 1,
            itemNumber: 1,
            subjectName: '薬',
            otherName: 'ほかの薬',
            facilityName: 'ほかの薬局',
            otherDate: '2026-11-20',
            periodFrom: '2026-11-20',
            periodTo: '2026-11-26',
            message: '併用禁忌です。',
          },
        ],
        unanswered: [{ rpNumber: 1, itemNumber: 1, reason: '混み合っています。' }],
      };
      const check = vi.spyOn(ePrescription, 'check');
      const failure = new PortError('eprescription', 'retryable', '今は使えません。');
      if (first === 'clear') check.mockResolvedValueOnce(answer);
      else check.mockRejectedValueOnce(failure);
      const decisions = await decisionsFor(clinic, visit, rps);
      const content = encounterDraftSchema.parse({ soap: { subjective: '頭痛。' }, rps, decisions });
      const { revision } = await doctor.run((uow) => saveDraft(uow, { ...visit, baseRevision: 0, content }));
      const confirm = () => doctor.run((uow) => confirmEncounter(uow, { ...visit, baseRevision: revision }));
      const asksAboutIt = { code: 'needs_decision', userMessage: expect.stringContaining('ほかの薬') };
      const input = { ...visit, rps, oralConsent: false };
      check.mockResolvedValueOnce(part);
      await checkNationally(doctor, input, 'ordering');
      await expect(confirm()).rejects.toMatchObject(asksAboutIt);
      check.mockRejectedValueOnce(failure);
      await checkNationally(doctor, input, 'ordering');
      await expect(confirm()).rejects.toMatchObject(asksAboutIt);
      check.mockRestore();
      // the drug is taken out, and the visit can end
      const without = { ...content, rps: [], decisions: [] };
      const saved = await doctor.run((uow) =>
        saveDraft(uow, { ...visit, baseRevision: revision, content: without }),
      );
      await doctor.run((uow) => confirmEncounter(uow, { ...visit, baseRevision: saved.revision }));
    },
  );

  it('that hangs ends as "could not check", which is never clear', async () => {
    const visit = await newVisit();
    const { rps } = encounterDraftSchema.parse({ rps: [line()] });
    await behave('check', 'slow', 120_000);
    const result = await checkNationally(
      clinic.as('doctor'),
      { ...visit, rps, oralConsent: false },
      'ordering',
    );
    expect(result).toMatchObject({ outcome: 'could_not_check', reason: expect.stringMatching(/。$/) });
  }, 60_000);
});
