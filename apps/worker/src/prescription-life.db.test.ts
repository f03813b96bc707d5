import { learnStatus } from '@shirube/core/delivery';
import {
  confirmChange,
  lifeWords,
  openChange,
  orderDraftSchema,
  requestCancel,
  saveChange,
  signPrescription,
} from '@shirube/core/prescribing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import {
  authenticate,
  chartOf,
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

/** The life of a prescription from 確定 on, at service level against the sandbox: what is registered there is what counts. */
let clinic: ClinicUnderTest;
beforeAll(async () => {
  clinic = await openClinic();
  await authenticate(clinic);
}, 60_000);
afterAll(() => clinic?.close());
beforeEach(() => fault('normal'));

const fault = (mode: string) =>
  clinic.control('PUT', 'faults', { eprescription: { mode, delayMs: mode === 'normal' ? null : 10 } });

let last: Visit | null = null;
/** The next visit of one patient. */
async function newVisit(): Promise<Visit> {
  last = await visitOf(clinic, 'p03', last);
  return last;
}

async function registered(order: Parameters<typeof confirmed>[2] = { rps: [line()] }) {
  const visit = await newVisit();
  const prescriptionId = await confirmed(clinic, visit, order);
  await sign(clinic, visit, prescriptionId);
  await deliverOnce(clinic, 'prescription.register');
  expect((await stateOf(clinic, prescriptionId)).status).toBe('registered');
  return { visit, prescriptionId, target: { patientId: visit.patientId, prescriptionId } };
}

/** The doctor writes the change and confirms it, with a decision about every finding. */
async function change(target: { patientId: string; prescriptionId: string }, quantity: number) {
  const doctor = clinic.as('doctor');
  const opened = await doctor.run((uow) => openChange(uow, target));
  const order = orderDraftSchema.parse(opened.draft?.content ?? opened.initial);
  const rps = order.rps.map((rp) => ({ ...rp, quantity }));
  const visit = { patientId: target.patientId, encounterId: opened.encounterId };
  const content = { ...order, rps, decisions: await decisionsFor(clinic, visit, rps) };
  const baseRevision = opened.draft?.revision ?? 0;
  const { revision } = await doctor.run((uow) => saveChange(uow, { ...target, baseRevision, content }));
  return (await doctor.run((uow) => confirmChange(uow, { ...target, baseRevision: revision })))
    .prescriptionId;
}

/** What of these prescriptions counts as being taken, as the chart shows it. */
const activeOf = async (visit: Visit, ...prescriptions: string[]) =>
  (await chartOf(clinic, visit)).medications
    .filter((each) => prescriptions.includes(each.prescriptionId))
    .map((each) => each.quantity);

const held = async (externalId: string | null) =>
  (await heldAtService(clinic)).find((each) => each.prescriptionId === externalId);

describe('paper and in-house', () => {
  it('paper is registered without a signature and gets its 引換番号', async () => {
    const visit = await newVisit();
    const id = await confirmed(clinic, visit, { rps: [line()], issueType: 'paper' });
    expect(await deliverOnce(clinic)).toEqual(['prescription.register delivered']);
    const state = await stateOf(clinic, id);
    expect(state).toMatchObject({ status: 'registered', accessCode: expect.stringMatching(/^\d{16}$/) });
    expect(await held(state.externalId)).toMatchObject({ issueType: '2', status: 'registered' });
  });

  it('with the service down the paper goes out at once, and is registered later, once', async () => {
    const visit = await newVisit();
    const id = await confirmed(clinic, visit, { rps: [line()], issueType: 'paper' });
    await fault('down');
    expect(await deliverOnce(clinic)).toEqual(['prescription.register retry']);
    expect(await stateOf(clinic, id)).toMatchObject({
      status: 'paper_only',
      accessCode: null,
      attention: lifeWords.paperWithoutNumber,
    });
    await fault('timeout_after_commit');
    await deliverOnce(clinic);
    await fault('normal');
    expect(await deliverOnce(clinic)).toEqual(['prescription.register delivered']);
    const state = await stateOf(clinic, id);
    expect(state).toMatchObject({ status: 'registered', attention: null });
    const mine = (await heldAtService(clinic)).filter((each) => each.prescriptionId === state.externalId);
    expect(mine).toHaveLength(1);
  });

  it('in-house information is registered with neither signature nor number', async () => {
    const visit = await newVisit();
    const id = await confirmed(clinic, visit, { rps: [line()], issueType: 'in_house' });
    await deliverOnce(clinic);
    const state = await stateOf(clinic, id);
    expect(state).toMatchObject({ status: 'registered', accessCode: null });
    expect(await held(state.externalId)).toMatchObject({ issueType: '3' });
  });
});

describe('取消', () => {
  it('of what was never sent ends at once, and nothing leaves the clinic', async () => {
    const before = (await heldAtService(clinic)).length;
    const visit = await newVisit();
    const prescriptionId = await confirmed(clinic, visit, { rps: [line()] });
    await sign(clinic, visit, prescriptionId);
    const target = { patientId: visit.patientId, prescriptionId };
    const doctor = clinic.as('doctor');
    expect(await doctor.run((uow) => requestCancel(uow, { ...target, reason: '患者の希望' }))).toEqual({
      status: 'cancelled',
    });
    expect(await deliverOnce(clinic)).toEqual(['prescription.register delivered']);
    expect((await heldAtService(clinic)).length).toBe(before);
    expect(await activeOf(visit, prescriptionId)).toEqual([]);
  });

  it('of a registered one is told to the service, and its drugs leave the active medication', async () => {
    const { visit, prescriptionId, target } = await registered();
    expect(await activeOf(visit, prescriptionId)).toEqual([5]);
    await clinic.as('doctor').run((uow) => requestCancel(uow, { ...target, reason: '患者の希望' }));
    expect((await stateOf(clinic, prescriptionId)).status).toBe('cancel_unknown');
    await deliverOnce(clinic, 'prescription.cancel');
    const state = await stateOf(clinic, prescriptionId);
    expect(state.status).toBe('cancelled');
    expect((await held(state.externalId))?.status).toBe('cancelled');
    expect(await activeOf(visit, prescriptionId)).toEqual([]);
  });

  it('after the pharmacy has received it is refused, with whom to call', async () => {
    const { prescriptionId, target } = await registered();
    const { externalId } = await stateOf(clinic, prescriptionId);
    await clinic.control('POST', 'receive', { prescriptionId: externalId });
    await clinic.as('doctor').run((uow) => requestCancel(uow, { ...target, reason: '間違い' }));
    expect(await deliverOnce(clinic, 'prescription.cancel')).toEqual(['prescription.cancel delivered']);
    const state = await stateOf(clinic, prescriptionId);
    expect(state).toMatchObject({ status: 'dispensing', pharmacyName: '厚労薬局' });
    expect(state.attention).toContain('厚労薬局に電話');
    await expect(
      clinic.as('doctor').run((uow) => requestCancel(uow, { ...target, reason: '間違い' })),
    ).rejects.toMatchObject({ code: 'conflict', userMessage: expect.stringContaining('厚労薬局') });
  });

  it('whose answer is lost stays open until the service has been asked', async () => {
    const { prescriptionId, target } = await registered();
    await clinic.as('doctor').run((uow) => requestCancel(uow, { ...target, reason: '間違い' }));
    await fault('timeout_after_commit');
    expect(await deliverOnce(clinic, 'prescription.cancel')).toEqual(['prescription.cancel retry']);
    expect(await stateOf(clinic, prescriptionId)).toMatchObject({
      status: 'cancel_unknown',
      attention: lifeWords.cancelUnknown,
    });
    await fault('normal');
    await deliverOnce(clinic, 'prescription.cancel');
    expect((await stateOf(clinic, prescriptionId)).status).toBe('cancelled');
  });
});

describe('変更', () => {
  it('takes the place of the registered one when the service has confirmed it, with a new number', async () => {
    const { visit, prescriptionId, target } = await registered();
    const old = await stateOf(clinic, prescriptionId);
    const changed = await change(target, 7);
    // until then the old one stands
    expect((await stateOf(clinic, prescriptionId)).status).toBe('registered');
    expect(await activeOf(visit, prescriptionId, changed)).toEqual([5]);
    await sign(clinic, visit, changed);
    await deliverOnce(clinic, 'prescription.register');
    const now = await stateOf(clinic, changed);
    expect(now).toMatchObject({ status: 'registered', accessCode: expect.stringMatching(/^\d{16}$/) });
    expect(now.accessCode).not.toBe(old.accessCode);
    expect((await stateOf(clinic, prescriptionId)).status).toBe('superseded');
    expect(await held(now.externalId)).toMatchObject({ replaces: old.externalId, status: 'registered' });
    expect((await held(old.externalId))?.status).toBe('cancelled');
    expect(await activeOf(visit, prescriptionId, changed)).toEqual([7]);
  });

  it('of a signed one that was not sent yet: the old bytes are never sent', async () => {
    const before = (await heldAtService(clinic)).length;
    const visit = await newVisit();
    const prescriptionId = await confirmed(clinic, visit, { rps: [line()] });
    await sign(clinic, visit, prescriptionId);
    const changed = await change({ patientId: visit.patientId, prescriptionId }, 3);
    await sign(clinic, visit, changed);
    await deliverOnce(clinic, 'prescription.register');
    const after = await heldAtService(clinic);
    expect(after.length).toBe(before + 1);
    expect(after.at(-1)).toMatchObject({ replaces: null, status: 'registered' });
    expect((await stateOf(clinic, prescriptionId)).status).toBe('superseded');
    expect((await stateOf(clinic, changed)).externalId).toBe(after.at(-1)?.prescriptionId);
  });

  it('of one whose registration timed out but succeeded: exactly one is in force', async () => {
    const before = (await heldAtService(clinic)).length;
    const visit = await newVisit();
    const prescriptionId = await confirmed(clinic, visit, { rps: [line()] });
    await sign(clinic, visit, prescriptionId);
    await fault('timeout_after_commit');
    await deliverOnce(clinic, 'prescription.register');
    expect((await stateOf(clinic, prescriptionId)).status).toBe('register_unknown');
    await fault('normal');
    const changed = await change({ patientId: visit.patientId, prescriptionId }, 3);
    await sign(clinic, visit, changed);
    await deliverOnce(clinic, 'prescription.register');
    await deliverOnce(clinic, 'prescription.register');
    const mine = (await heldAtService(clinic)).slice(before);
    expect(mine.map((each) => each.status).sort()).toEqual(['cancelled', 'registered']);
    expect((await stateOf(clinic, prescriptionId)).status).toBe('superseded');
    expect((await stateOf(clinic, changed)).status).toBe('registered');
  });

  it('that a pharmacy was quicker than ends with words; the old one stands and can be changed when it is given back', async () => {
    const { visit, prescriptionId, target } = await registered();
    const old = await stateOf(clinic, prescriptionId);
    const changed = await change(target, 7);
    await sign(clinic, visit, changed);
    await clinic.control('POST', 'receive', { prescriptionId: old.externalId });
    expect(await deliverOnce(clinic, 'prescription.register')).toEqual(['prescription.register delivered']);
    expect(await stateOf(clinic, changed)).toMatchObject({
      status: 'cancelled',
      attention: lifeWords.changeRefused('厚労薬局'),
    });
    expect(await stateOf(clinic, prescriptionId)).toMatchObject({
      status: 'dispensing',
      pharmacyName: '厚労薬局',
    });
    expect((await held(old.externalId))?.status).toBe('dispensing');
    await expect(change(target, 9)).rejects.toMatchObject({ code: 'conflict' });
    await clinic.control('POST', 'return', { prescriptionId: old.externalId });
    await learnStatus(clinic.as('system'), prescriptionId, 'asked-again');
    expect(await stateOf(clinic, prescriptionId)).toMatchObject({
      status: 'registered',
      attention: lifeWords.givenBack,
    });
    const again = await change(target, 9);
    await sign(clinic, visit, again);
    await deliverOnce(clinic, 'prescription.register');
    expect((await stateOf(clinic, again)).status).toBe('registered');
  });

  it('whose answer is lost is asked about and not sent twice', async () => {
    const before = (await heldAtService(clinic)).length;
    const { visit, prescriptionId, target } = await registered();
    const changed = await change(target, 7);
    await sign(clinic, visit, changed);
    await fault('timeout_after_commit');
    await deliverOnce(clinic, 'prescription.register');
    expect((await stateOf(clinic, changed)).status).toBe('register_unknown');
    expect((await stateOf(clinic, prescriptionId)).status).toBe('registered');
    await fault('normal');
    await deliverOnce(clinic, 'prescription.register');
    expect((await stateOf(clinic, changed)).status).toBe('registered');
    expect((await stateOf(clinic, prescriptionId)).status).toBe('superseded');
    expect((await heldAtService(clinic)).length).toBe(before + 2);
  });

  it('a draft that was changed elsewhere is refused as stale, and only the doctor who prescribed may change', async () => {
    const { target } = await registered();
    const doctor = clinic.as('doctor');
    const content = orderDraftSchema.parse((await doctor.run((uow) => openChange(uow, target))).initial);
    await doctor.run((uow) => saveChange(uow, { ...target, baseRevision: 0, content }));
    await expect(
      doctor.run((uow) => saveChange(uow, { ...target, baseRevision: 0, content })),
    ).rejects.toMatchObject({ code: 'stale' });
    await expect(
      clinic.as('clerk').run((uow) => confirmChange(uow, { ...target, baseRevision: 1 })),
    ).rejects.toMatchObject({ code: 'conflict', userMessage: expect.stringContaining('処方した医師だけ') });
    await expect(signPrescription(clinic.as('clerk'), clinic.key, target)).resolves.toEqual({
      status: 'already_signed',
    });
  });
});
