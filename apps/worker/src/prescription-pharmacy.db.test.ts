import { prescriptionRound, whyNotHis } from '@shirube/core/delivery';
import { PortError } from '@shirube/core/ports';
import {
  acknowledgeDispensing,
  closeQuarantine,
  listPrescriptions,
  patientMessages,
  requestCancel,
  viewPrescription,
} from '@shirube/core/prescribing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import {
  authenticate,
  confirmed,
  deliverOnce,
  line,
  sign,
  stateOf,
  type Visit,
  visitOf,
} from './testing/issue.ts';

/** What a pharmacy does with a registered prescription, and how it comes back to the clinic. */
let clinic: ClinicUnderTest;
beforeAll(async () => {
  clinic = await openClinic();
  await authenticate(clinic);
}, 60_000);
afterAll(() => clinic?.close());
beforeEach(() => clinic.control('PUT', 'faults', { eprescription: { mode: 'normal', delayMs: null } }));

let last: Visit | null = null;
async function registered(order: Partial<Parameters<typeof confirmed>[2]> = {}) {
  const visit = await visitOf(clinic, 'p03', last);
  last = visit;
  const prescriptionId = await confirmed(clinic, visit, { rps: [line()], ...order });
  await sign(clinic, visit, prescriptionId);
  await deliverOnce(clinic, 'prescription.register');
  const { externalId } = await stateOf(clinic, prescriptionId);
  return { visit, prescriptionId, externalId, target: { patientId: visit.patientId, prescriptionId } };
}

const round = () => prescriptionRound(clinic.as('system'), clinic.institutionCode, { all: true });
const view = (target: { patientId: string; prescriptionId: string }) =>
  clinic.as('doctor').run((uow) => viewPrescription(uow, target));

describe('調剤結果', () => {
  it('comes back with the pharmacist’s signature examined, and waits until somebody has read it', async () => {
    const { externalId, target } = await registered();
    await clinic.control('POST', 'receive', { prescriptionId: externalId });
    await round();
    expect(await view(target)).toMatchObject({
      status: 'dispensing',
      pharmacyName: '厚労薬局',
      change: { open: false, why: expect.stringContaining('厚労薬局に電話') },
    });
    await clinic.control('POST', 'dispense', {
      prescriptionId: externalId,
      message: '残薬が10錠ありました。',
      inquiry: '日数を確かめました。',
    });
    expect(await round()).toMatchObject({ results: 1, stopped: false });
    const seen = await view(target);
    expect(seen).toMatchObject({
      status: 'dispensed',
      situation: { need: 'message', label: '薬局からの連絡' },
      dispensings: [
        {
          pharmacyName: '厚労薬局',
          asksForReading: true,
          messages: [
            { kind: 'message', text: '残薬が10錠ありました。' },
            { kind: 'inquiry', text: '日数を確かめました。' },
          ],
          changes: [],
          signature: { verdict: 'valid' },
          readBy: [],
        },
      ],
    });
    // seen twice, kept once
    expect(await round()).toMatchObject({ results: 0 });
    const doctor = clinic.as('doctor');
    expect(await doctor.run((uow) => patientMessages(uow, target))).toHaveLength(1);
    const { dispensings } = seen;
    const reading = { patientId: target.patientId, dispensingId: dispensings![0]!.id as string };
    await doctor.run((uow) => acknowledgeDispensing(uow, reading));
    await doctor.run((uow) => acknowledgeDispensing(uow, reading));
    expect(await view(target)).toMatchObject({
      situation: { need: null, label: '調剤済み' },
      dispensings: [{ readBy: [{ name: '山田 花子' }] }],
    });
    expect(await doctor.run((uow) => patientMessages(uow, target))).toEqual([]);
  });

  it('says what was handed out instead of what was prescribed', async () => {
    // アムロジピン: there are several brands
    const { externalId, target } = await registered({ rps: [line('2171022F1029', { dose: '1' })] });
    await clinic.control('POST', 'dispense', { prescriptionId: externalId, substitute: true });
    await round();
    const { dispensings } = await view(target);
    expect(dispensings![0]!.changes).toMatchObject([{ kind: 'other_drug' }]);
    const [change] = dispensings![0]!.changes as { prescribed: string; dispensed: string }[];
    expect(change!.dispensed).not.toBe(change!.prescribed);
  });

  it('about another patient is attached to nobody, and stays in sight until somebody has looked', async () => {
    const { externalId, target } = await registered();
    await clinic.control('POST', 'dispense', { prescriptionId: externalId, mixedUpWith: 'p02' });
    await round();
    expect((await view(target)).dispensings).toEqual([]);
    const doctor = clinic.as('doctor');
    const list = () => doctor.run((uow) => listPrescriptions(uow, { date: null }));
    const { quarantined } = await list();
    expect(quarantined).toMatchObject([
      { pharmacyName: '厚労薬局', reason: expect.stringContaining('生年月日') },
    ]);
    await round();
    expect((await list()).quarantined).toHaveLength(1);
    const close = { quarantineId: quarantined![0]!.id as string, note: '薬局の取り違え。直してもらう。' };
    await doctor.run((uow) => closeQuarantine(uow, close));
    expect((await list()).quarantined).toEqual([]);
    await expect(doctor.run((uow) => closeQuarantine(uow, close))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('of a リフィル is counted, tells the next days, and ends the doctor’s changes', async () => {
    const { externalId, prescriptionId, target } = await registered({ options: { refillCount: 2 } });
    await clinic.control('POST', 'dispense', { prescriptionId: externalId });
    await round();
    const seen = await view(target);
    expect(seen).toMatchObject({ status: 'registered', refill: { total: 2, dispensed: 1 } });
    const dispensedOn = seen.dispensings![0]!.dispensedOn as string;
    const days = (Date.parse(seen.refill!.next!.on) - Date.parse(dispensedOn)) / 86_400_000;
    expect(days).toBe(5);
    await expect(
      clinic.as('doctor').run((uow) => requestCancel(uow, { ...target, reason: '間違い' })),
    ).rejects.toMatchObject({ code: 'conflict' });
    await clinic.control('POST', 'dispense', { prescriptionId: externalId });
    await round();
    expect(await view(target)).toMatchObject({
      status: 'dispensed',
      refill: { dispensed: 2, next: null },
    });
    expect((await stateOf(clinic, prescriptionId)).dispensedCount).toBe(2);
  });

  it('a service that does not answer ends the round and loses nothing', async () => {
    const { externalId, target } = await registered();
    await clinic.control('POST', 'dispense', { prescriptionId: externalId, message: '連絡です。' });
    await clinic.control('PUT', 'faults', { eprescription: { mode: 'down', delayMs: null } });
    expect(await round()).toEqual({ asked: 0, results: 0, stopped: true });
    await clinic.control('PUT', 'faults', { eprescription: { mode: 'normal', delayMs: null } });
    await round();
    expect((await view(target)).dispensings).toHaveLength(1);
  });
});

describe('one prescription that the service refuses to tell about', () => {
  it('holds up no other', async () => {
    const one = await registered();
    const other = await registered();
    await clinic.control('POST', 'dispense', { prescriptionId: other.externalId });
    const { ePrescription } = clinic.as('system').services;
    const { status } = ePrescription;
    const asked = vi.spyOn(ePrescription, 'status').mockImplementation((input) => {
      if (input.prescriptionId === one.externalId)
        throw new PortError('eprescription', 'user_fixable', '処方箋がありません。', 'EPSB0050E');
      return status.call(ePrescription, input);
    });
    expect(await round()).toMatchObject({ stopped: false });
    asked.mockRestore();
    expect((await view(other.target)).dispensings).toHaveLength(1);
    expect((await stateOf(clinic, one.prescriptionId)).askedAt).not.toBeNull();
  });
});

describe('the list of the day', () => {
  it('puts what needs a person first and names no drug', async () => {
    const visit = await visitOf(clinic, 'p03', last);
    last = visit;
    await confirmed(clinic, visit, { rps: [line()] });
    const { rows } = await clinic.as('doctor').run((uow) => listPrescriptions(uow, { date: null }));
    expect(rows![0]).toMatchObject({ situation: { need: 'unsigned', label: '未署名' } });
    const needing = rows!.map((row) => row.situation.need !== null);
    expect(needing).toEqual([...needing].sort((a, b) => Number(b) - Number(a)));
    expect(JSON.stringify(rows)).not.toContain('カロナール');
  });
});

describe('whose result it is', () => {
  const target = {
    externalId: 'ABC-1',
    record: {
      patient: {
        familyName: '髙橋',
        givenName: '一',
        familyKana: 'タカハシ',
        givenKana: 'ハジメ',
        sex: 'male',
        birthDate: '1960-01-02',
      },
    },
  } as never;
  const patient = { name: '髙橋　一', kana: '', sex: 'male' as const, birthDate: '1960-01-02' };

  it.each([
    ['the same in other letters', { name: '', kana: 'ﾀｶﾊｼ ﾊｼﾞﾒ' }, null],
    ['no sex written', { sex: null }, null],
    ['another day of birth', { birthDate: '1960-02-01' }, '生年月日'],
    ['no day of birth', { birthDate: null }, '生年月日'],
    ['another sex', { sex: 'female' as const }, '性別'],
    ['another name', { name: '高山　一' }, '氏名'],
    ['no name at all', { name: '' }, '氏名'],
  ])('%s', (_what, change, expected) => {
    const why = whyNotHis({ prescriptionId: 'abc-1', patient: { ...patient, ...change } }, target);
    expect(why).toEqual(expected === null ? null : expect.stringContaining(expected));
  });

  it('needs the number of the prescription', () => {
    expect(whyNotHis({ prescriptionId: null, patient }, target)).toContain('番号がありません');
    expect(whyNotHis({ prescriptionId: 'other', patient }, target)).toContain('番号が');
  });
});
