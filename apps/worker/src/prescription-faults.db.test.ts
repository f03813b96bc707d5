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
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
