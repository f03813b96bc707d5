import { randomUUID } from 'node:crypto';
import type { OutsideServices } from '@shirube/core/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { INSTITUTION, PATIENT } from '../testing/messages.ts';
import { servicesAt } from '../testing/services.ts';
import { ContractSandbox, type FaultName, MORNING, TODAY } from './sandbox.ts';

/** Every method that needs no signature, against the sandbox itself. */
let sandbox: ContractSandbox;
let log: MemoryLog;
let services: OutsideServices;
let rootPem: string;
beforeAll(async () => {
  sandbox = await ContractSandbox.start('frozen');
  rootPem = await sandbox.text('/pki/root.pem');
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.reset();
  log = new MemoryLog();
  services = servicesAt(sandbox.url, rootPem, log, {
    now: () => MORNING,
    timeouts: { eligibility: 15_000 },
  });
});

const key = () => ({ institutionCode: INSTITUTION, requestId: randomUUID() });

/** アスパラカリウム錠300mg for 7 days, of the demo person p01, who takes セララ of another clinic. */
const CSV = [
  'SJ1',
  `1,${INSTITUTION[2]},${INSTITUTION.slice(3)},${INSTITUTION.slice(0, 2)},標クリニック`,
  '3,03-0000-0000,,',
  '4,2,01,内科',
  '5,,ｼﾙﾍﾞ ｲﾁﾛｳ,標　一郎',
  '11,00009999,テスト　太郎,ﾃｽﾄ ﾀﾛｳ',
  '12,1',
  '13,19660526',
  '21,1',
  '22,01139906',
  '23,21700023,4127,1,00',
  '51,20261120',
  '101,1,1,,7',
  '111,1,3,1013044400000000,１日３回朝昼夕食後　服用,3',
  '201,1,1,1,2,620004902,,3,1,錠',
  '',
].join('\n');
const csv = new TextEncoder().encode(CSV);

describe('オンライン資格確認', () => {
  it('reads the files of taps, in both encodings, until they are acknowledged', async () => {
    const first = await sandbox.tapCard(INSTITUTION, 'p02');
    sandbox.setClock(new Date(MORNING.getTime() + 60_000));
    const second = await sandbox.tapCard(INSTITUTION, 'p07');
    const files = await services.eligibility.listCardResults(INSTITUTION);
    expect(files.map((file) => file.fileName)).toEqual([first, second]);
    const results = files.map((file) => services.eligibility.parseCardResult(file.raw));
    expect(results.map((result) => result.person.name)).toEqual(['髙﨑　ハナ', '𠮷田　健一']);
    expect(results[0]).toMatchObject({ byCard: true, prescriptionIssueSelect: 'electronic', validity: '1' });
    expect(results[0]?.consents.filter((consent) => !consent.given).map((consent) => consent.scope)).toEqual([
      'surgery',
    ]);
    expect(results[0]?.consents.find((consent) => consent.scope === 'sharedClinical')).toEqual({
      scope: 'sharedClinical',
      given: true,
      givenAt: '2026-11-20T10:52:00+09:00',
      availableUntil: '2026-11-21T10:52:00+09:00',
    });

    await services.eligibility.acknowledgeCardResult(INSTITUTION, first);
    await services.eligibility.acknowledgeCardResult(INSTITUTION, first);
    const rest = await services.eligibility.listCardResults(INSTITUTION);
    expect(rest.map((file) => file.fileName)).toEqual([second]);
    expect(await services.eligibility.listCardResults('1319900021')).toEqual([]);
  });

  it('reads the file of every demo person', async () => {
    const { people } = (await sandbox.control('GET', 'people')) as { people: { id: string }[] };
    for (const person of people) await sandbox.tapCard(INSTITUTION, person.id);
    const files = await services.eligibility.listCardResults(INSTITUTION);
    expect(files).toHaveLength(people.length);
    for (const file of files) {
      expect(services.eligibility.parseCardResult(file.raw).person.name).not.toBe('');
    }
  });

  it('confirms a person by number, and finds nobody for a wrong number', async () => {
    const found = await services.eligibility.confirm({ ...key(), ...PATIENT, onDate: TODAY });
    expect(found).toMatchObject({
      validity: '1',
      byCard: false,
      person: { name: 'テスト　太郎', sex: 'male', birthDate: '1966-05-26' },
      insurance: { insurerNumber: '01139906', copayPercent: 30, isDependent: false },
    });
    expect(found.consents.some((consent) => consent.given)).toBe(false);
    const none = await services.eligibility.confirm({ ...key(), ...PATIENT, number: '99999', onDate: TODAY });
    expect(none).toMatchObject({ validity: '4', insurance: null });
  });
});

describe('重複投薬等チェック and 薬剤情報', () => {
  it('finds what the person takes, and names it with consent only', async () => {
    await services.ePrescription.prepareCheck(INSTITUTION, randomUUID(), PATIENT);
    const hidden = await services.ePrescription.check({ ...key(), csv, oralConsent: false });
    expect(hidden).toMatchObject({ namesDisclosed: false, checkedAt: '2026-11-20T10:52:00+09:00' });
    expect(hidden.alerts[0]).toMatchObject({ kind: 'contraindicated', otherName: null, facilityName: null });
    const shown = await services.ePrescription.check({ ...key(), csv, oralConsent: true });
    expect(shown.alerts[0]).toMatchObject({
      rpNumber: 1,
      itemNumber: 1,
      otherName: 'セララ錠２５ｍｇ',
      facilityName: '厚労薬局',
      otherDate: '2026-11-10',
      periodFrom: '2026-11-20',
      periodTo: '2026-11-26',
    });
  });

  it('does not check what it cannot resolve', async () => {
    const unknown = new TextEncoder().encode(CSV.replace('620004902', '699999999'));
    const error = await portErrorOf(
      services.ePrescription.check({ ...key(), csv: unknown, oralConsent: false }),
    );
    expect([error.kind, error.code]).toEqual(['user_fixable', 'EPSB0050E']);
  });

  it('gives 薬剤情報 within the consent window only', async () => {
    const request = () => ({ ...key(), patient: PATIENT });
    expect((await portErrorOf(services.ePrescription.medicationHistory(request()))).kind).toBe('auth');
    await sandbox.tapCard(INSTITUTION, 'p01');
    const history = await services.ePrescription.medicationHistory(request());
    expect(history.find((row) => row.name === 'セララ錠２５ｍｇ')).toMatchObject({
      receiptCode: '620005824',
      doseText: '1錠',
      facilityName: '厚労薬局',
      dispensedOn: '2026-11-10',
      days: 28,
    });
    sandbox.setClock(new Date(MORNING.getTime() + 24 * 3_600_000));
    expect((await portErrorOf(services.ePrescription.medicationHistory(request()))).kind).toBe('auth');
  });
});

describe('when a service fails', () => {
  const calls: Record<string, [FaultName, () => Promise<unknown>]> = {
    listCardResults: ['eligibility', () => services.eligibility.listCardResults(INSTITUTION)],
    confirm: ['eligibility', () => services.eligibility.confirm({ ...key(), ...PATIENT, onDate: TODAY })],
    prepareCheck: ['check', () => services.ePrescription.prepareCheck(INSTITUTION, randomUUID(), PATIENT)],
    check: ['check', () => services.ePrescription.check({ ...key(), csv, oralConsent: true })],
    search: [
      'eprescription',
      () => services.ePrescription.search({ ...key(), patient: PATIENT, issuedFrom: TODAY, issuedTo: TODAY }),
    ],
  };
  const modes = ['down', 'error', 'malformed', 'timeout_after_commit'];

  it.each(Object.keys(calls).flatMap((name) => modes.map((mode) => [name, mode] as const)))(
    '%s under %s may be tried again, and is recorded',
    async (name, mode) => {
      const [service, call] = calls[name] ?? [];
      if (service === undefined || call === undefined) throw new Error(name);
      await sandbox.fault(service, mode, 50);
      const error = await portErrorOf(call());
      expect(error.kind).toBe('retryable');
      expect(error.userMessage).toMatch(/。$/);
      expect(log.exchanges.at(-1)?.outcome).toBe(`retryable ${error.code}`);
      await sandbox.fault(service, 'normal');
      await call();
      expect(log.exchanges.at(-1)?.outcome).toBe('ok');
    },
  );

  it('gives up waiting at its own time limit', async () => {
    await sandbox.fault('eligibility', 'slow', 4000);
    const impatient = servicesAt(sandbox.url, rootPem, log, { timeouts: { eligibility: 100 } });
    const error = await portErrorOf(impatient.eligibility.confirm({ ...key(), ...PATIENT, onDate: TODAY }));
    expect([error.kind, error.code]).toEqual(['retryable', 'timeout']);
  });
});
