import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, CLINIC, NOON, OTHER_CLINIC, TestSandbox } from '../testing/client.ts';
import { SharingClient, spoiled } from '../testing/sharing-client.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const TAPPED = '2026-11-20T10:52:00+09:00';
const PEOPLE = {
  p02: { insuredId: '39139902::01234566:', birthDate: '1944-03-03' },
  p03: { insuredId: '00139907:標０１:１２３４５６:01', birthDate: '1971-11-02' },
  p24: { insuredId: '01139906:21700624:94:00', birthDate: '1979-06-14' },
} as const;

let sandbox: TestSandbox;
let clinic: SharingClient;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  clinic = new SharingClient(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  sandbox.clock = new Date(NOON);
  await sandbox.json('POST', '/control/reset');
});

const ask = (
  who: keyof typeof PEOPLE,
  scope: string,
  consentedAt = TAPPED,
  by = clinic,
): Promise<{ status: number; body: Answer }> =>
  by.post('information', { ...PEOPLE[who], scope, consentedAt });
const opened = ({ body }: { body: Answer }): Answer[] =>
  body.bundles.map((bundle: Answer) => JSON.parse(Buffer.from(bundle.contentBase64, 'base64').toString()));
const items = (answer: { body: Answer }): Answer[] =>
  opened(answer).flatMap((bundle) => bundle.entry.slice(1).map(({ resource }: Answer) => resource));
const names = (answer: { body: Answer }): string[] =>
  items(answer)
    .map(({ code, medicationCodeableConcept }) => (code ?? medicationCodeableConcept).text)
    .sort();

describe('viewing what other institutions registered', () => {
  it('within the consent: diagnoses and infections in one scope, allergies and results in the other', async () => {
    await sandbox.tapCard('p24');
    expect(names(await ask('p24', 'sharedDiagnoses'))).toEqual([
      'HBs抗原(定性)',
      '左変形性膝関節症',
      '関節リウマチ',
      'Ｂ型慢性肝炎',
    ]);
    expect(names(await ask('p24', 'sharedClinical'))).toEqual([
      'クラリスで全身の発疹と息苦しさ',
      '血清クレアチニン(Cre)',
    ]);
  });

  it('未提供 is never given out, 未告知 is given with its mark', async () => {
    await sandbox.tapCard('p03');
    const answer = await ask('p03', 'sharedDiagnoses');
    expect(names(answer)).toContain('胃癌');
    expect(JSON.stringify(opened(answer))).toContain('UNINFORMED');
    expect(JSON.stringify(opened(answer))).not.toMatch(/UNDELIVERED|適応障害/);
  });

  it('prescriptions come out of the letters they stand in', async () => {
    await sandbox.tapCard('p03');
    expect(names(await ask('p03', 'sharedClinical'))).toContain('ロキソニン錠６０ｍｇ');
    sandbox.clock = new Date(NOON.getTime() + 200 * DAY);
    await sandbox.tapCard('p03');
    const later = await ask('p03', 'sharedClinical', '2027-06-08T10:52:00+09:00');
    expect(names(later)).not.toContain('ロキソニン錠６０ｍｇ');
  });

  it('names the institution and the moment of registration', async () => {
    await sandbox.tapCard('p02');
    const { body } = await ask('p02', 'sharedDiagnoses');
    expect(body.bundles).toMatchObject([
      {
        institutionCode: '1319900039',
        institutionName: '○○病院',
        registeredAt: '2026-10-11T10:52:00.000+09:00',
      },
      { institutionCode: '1319900047', institutionName: '架空整形外科' },
    ]);
  });

  it('what a clinic registered itself is not given back to it', async () => {
    const hospital = new SharingClient(sandbox, '1319900039');
    await sandbox.tapCard('p24', {}, '1319900039');
    expect(names(await ask('p24', 'sharedDiagnoses', TAPPED, hospital))).toEqual(['左変形性膝関節症']);
  });
});

describe('consent', () => {
  it('holds for 24 hours and not a second longer', async () => {
    await sandbox.tapCard('p24');
    sandbox.clock = new Date(NOON.getTime() + 24 * HOUR - 1000);
    expect((await ask('p24', 'sharedDiagnoses')).status).toBe(200);
    sandbox.clock = new Date(NOON.getTime() + 24 * HOUR);
    expect((await ask('p24', 'sharedDiagnoses')).status).toBe(403);
    sandbox.clock = new Date(NOON.getTime() + 24 * HOUR + 1000);
    expect(await ask('p24', 'sharedDiagnoses')).toEqual({ status: 403, body: { error: 'no_consent' } });
  });

  it('is of one scope, one institution and one moment', async () => {
    await sandbox.tapCard('p24', { sharedClinical: false });
    expect((await ask('p24', 'sharedDiagnoses')).status).toBe(200);
    expect((await ask('p24', 'sharedClinical')).status).toBe(403);
    expect((await ask('p24', 'sharedDiagnoses', '2026-11-20T10:52:01+09:00')).status).toBe(403);
    const other = new SharingClient(sandbox, OTHER_CLINIC);
    expect((await ask('p24', 'sharedDiagnoses', TAPPED, other)).status).toBe(403);
    expect((await ask('p03', 'sharedDiagnoses')).status).toBe(403);
    expect((await ask('p24', 'everything')).status).toBe(400);
  });

  it('ends when the person withholds it at the next card', async () => {
    await sandbox.tapCard('p24');
    sandbox.clock = new Date(NOON.getTime() + HOUR);
    await sandbox.tapCard('p24', { sharedDiagnoses: false });
    expect((await ask('p24', 'sharedDiagnoses')).status).toBe(403);
    expect((await ask('p24', 'sharedClinical')).status).toBe(200);
  });
});

describe('how long', () => {
  const YEAR = 365.25 * DAY;
  const at = async (years: number, who: keyof typeof PEOPLE, scope: string): Promise<string[]> => {
    sandbox.clock = new Date(NOON.getTime() + years * YEAR);
    await sandbox.tapCard(who);
    return names(await ask(who, scope, sandbox.clock.toISOString()));
  };

  it('results: those of the last year, and the last three of an institution however old', async () => {
    // ○○病院 has two reports of p02
    expect(await at(2, 'p02', 'sharedClinical')).toHaveLength(4);
    sandbox.clock = new Date(NOON);
    const hospital = new SharingClient(sandbox, '1319900039');
    const [report] = (
      await sandbox.json('GET', '/sharing/v0/documents?institutionCode=1319900039')
    ).body.documents.filter(({ identifier }: Answer) => identifier.endsWith('r1-p02-0'));
    const content = (
      await sandbox.json('GET', `/sharing/v0/documents/${encodeURIComponent(report.identifier)}`)
    ).body;
    for (const id of ['x1', 'x2'])
      await hospital.register(
        spoiled(content, (bundle) => {
          bundle.identifier.value = `1319900039^2026^${id}`;
          bundle.entry = bundle.entry.slice(0, 2);
        }),
      );
    // now four of them: all within the year, three of them afterwards (2 + 1 + 1 items, and えび)
    expect(await at(0.2, 'p02', 'sharedClinical')).toHaveLength(6);
    expect(await at(2, 'p02', 'sharedClinical')).toHaveLength(5);
  });

  it('diagnoses: five years, and for long what is marked so', async () => {
    expect(await at(4.8, 'p24', 'sharedDiagnoses')).toHaveLength(4);
    expect(await at(5.2, 'p24', 'sharedDiagnoses')).toEqual(['HBs抗原(定性)', 'Ｂ型慢性肝炎']);
    expect(await at(5.2, 'p24', 'sharedClinical')).toEqual(['クラリスで全身の発疹と息苦しさ']);
  });

  it('a plan for the patient: half a year, and never shown to an institution', async () => {
    await sandbox.tapCard('p02');
    const both = [await ask('p02', 'sharedDiagnoses'), await ask('p02', 'sharedClinical')];
    expect(JSON.stringify(both.map(opened))).not.toContain('療養計画');
    const plans = async (): Promise<number> => {
      await clinic.referrals();
      const { documents } = (await sandbox.json('GET', '/sharing/v0/documents')).body;
      return documents.filter(({ kind }: Answer) => kind === 'care_summary').length;
    };
    expect(await plans()).toBe(1);
    sandbox.clock = new Date(NOON.getTime() + 0.5 * YEAR);
    expect(await plans()).toBe(0);
  });
});

it('a cancelled unit is given to nobody', async () => {
  await sandbox.tapCard('p24', {}, CLINIC);
  const hospital = new SharingClient(sandbox, '1319900039');
  const identifier = '1319900039^2026^C-p24-5';
  expect((await hospital.post('bundles/registered', { identifier })).body.registered).toMatchObject({
    revision: 1,
  });
  expect((await hospital.post('bundles/cancel', { identifier, ...PEOPLE.p24 })).body.found).toBe(true);
  expect(names(await ask('p24', 'sharedDiagnoses'))).not.toContain('関節リウマチ');
  const other = await clinic.post('bundles/cancel', { identifier, ...PEOPLE.p24 });
  expect(other.body.errors[0].ruleId).toBe('INSTITUTION');
});
