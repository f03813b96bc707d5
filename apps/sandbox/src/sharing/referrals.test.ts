import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, NOON, TestSandbox } from '../testing/client.ts';
import { SharingClient, spoiled } from '../testing/sharing-client.ts';

const SHIRUBE = '1311234569';
const ORTHOPAEDICS = '1319900047';
const DAY = 24 * 60 * 60 * 1000;
const KENJI = { insuredId: '06139919:１００:２０４５:00', birthDate: '1958-01-30' };

let sandbox: TestSandbox;
let clinic: SharingClient;
let sender: SharingClient;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  clinic = new SharingClient(sandbox, SHIRUBE);
  sender = new SharingClient(sandbox, ORTHOPAEDICS);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  sandbox.clock = new Date(NOON);
  await sandbox.json('POST', '/control/reset');
});

const noticeFrom = async (institutionCode: string): Promise<Answer> =>
  (await clinic.referrals()).find((notice) => notice.from.institutionCode === institutionCode);
const after = (days: number): void => {
  sandbox.clock = new Date(NOON.getTime() + days * DAY);
};
/** The letter of 架空整形外科 as it stands at the service. */
async function letter(): Promise<Answer> {
  const { identifier } = await noticeFrom(ORTHOPAEDICS);
  return (await clinic.post('referrals/fetch', { identifier })).body;
}

describe('letters that wait for a clinic', () => {
  it('are told oldest first, with whom they are about and how far they are', async () => {
    const notices = await clinic.referrals();
    expect(notices.map(({ from, state }) => [from.name, state])).toEqual([
      ['架空整形外科', 'readable'],
      ['湊市民病院', 'readable'],
      ['○○病院', 'on_hold'],
    ]);
    expect(notices[2]).toMatchObject({
      patient: { name: '伊藤 健二', kana: 'イトウ ケンジ', birthDate: '1958-01-30', sex: 'male' },
      person: KENJI,
      issuedOn: '2026-11-19',
      revision: 1,
    });
    // this sender writes no kana: of the two 田中 サチコ only the number tells which
    expect(notices[1].patient).toMatchObject({ name: '田中 幸子', kana: null, birthDate: '1958-08-08' });
    expect(await sender.referrals()).toEqual([]);
  });

  it('on hold: kept back until the patient agrees here, and only for that patient', async () => {
    const { identifier } = await noticeFrom('1319900039');
    expect((await clinic.post('referrals/fetch', { identifier })).status).toBe(409);
    expect((await clinic.post('referrals/accept', { identifier })).status).toBe(409);
    const other = { insuredId: '01139906:21700023:4127:00', birthDate: '1966-05-26' };
    const refused = await clinic.post('referrals/release', { identifier, ...other });
    expect([refused.status, refused.body.errors[0].ruleId]).toEqual([422, 'KEY01']);
    const released = await clinic.post('referrals/release', { identifier, ...KENJI });
    expect(released).toEqual({ status: 200, body: { state: 'readable' } });
    const { body } = await clinic.post('referrals/fetch', { identifier });
    const types = body.entry.map((entry: Answer) => entry.resource.resourceType);
    expect(types).toEqual(expect.arrayContaining(['Bundle', 'MedicationRequest', 'AllergyIntolerance']));
    const media = body.entry.flatMap((entry: Answer) =>
      (entry.resource.content ?? []).map((content: Answer) => content.attachment.contentType),
    );
    expect(media).toEqual(['application/pdf', 'image/png']);
  });

  it('received: the sender is told since when, and a week later nobody has it any more', async () => {
    const { identifier } = await noticeFrom(ORTHOPAEDICS);
    const state = async () => (await sender.post('referrals/state', { identifier })).body.referral;
    expect(await state()).toEqual({ state: 'readable', receivedAt: null });
    const received = await clinic.post('referrals/accept', { identifier });
    expect(await clinic.post('referrals/accept', { identifier })).toEqual(received);
    expect(await state()).toEqual({ state: 'received', receivedAt: received.body.receivedAt });
    after(6.9);
    expect((await clinic.post('referrals/fetch', { identifier })).status).toBe(200);
    after(7.1);
    expect((await clinic.post('referrals/fetch', { identifier })).status).toBe(404);
    expect(await state()).toBeNull();
  });

  it('never received: gone after half a year', async () => {
    after(170);
    expect(await clinic.referrals()).toHaveLength(3);
    after(190);
    expect(await clinic.referrals()).toEqual([]);
  });

  it('are nobody else’s: another clinic finds nothing under the identifier', async () => {
    const { identifier } = await noticeFrom(ORTHOPAEDICS);
    const other = new SharingClient(sandbox, '1412345678');
    for (const path of ['referrals/fetch', 'referrals/accept', 'referrals/release'])
      expect([path, (await other.post(path, { identifier, ...KENJI })).status]).toEqual([path, 404]);
    expect((await other.post('referrals/state', { identifier })).body.referral).toBeNull();
  });

  it('cancelled by the sender: the receiver sees that, and cannot open it any more', async () => {
    const { identifier, person } = await noticeFrom(ORTHOPAEDICS);
    const wrong = await sender.post('bundles/cancel', { identifier, ...KENJI });
    expect([wrong.status, wrong.body.errors[0].ruleId]).toEqual([422, 'KEY01']);
    expect((await sender.post('bundles/cancel', { identifier, ...person })).body.found).toBe(true);
    expect((await sender.post('bundles/cancel', { identifier, ...person })).body.found).toBe(false);
    expect((await noticeFrom(ORTHOPAEDICS)).state).toBe('cancelled');
    expect((await clinic.post('referrals/fetch', { identifier })).status).toBe(404);
    expect((await sender.post('bundles/registered', { identifier })).body.registered).toBeNull();
  });
});

describe('sending a letter', () => {
  it('replaces the earlier one as a whole, and it waits again', async () => {
    const changed = spoiled(await letter(), (bundle) => {
      bundle.entry[0].resource.section[2].section[0].text.div =
        '<div xmlns="http://www.w3.org/1999/xhtml">改訂</div>';
    });
    const { identifier } = await noticeFrom(ORTHOPAEDICS);
    await clinic.post('referrals/accept', { identifier });
    expect(await sender.register(changed, false)).toMatchObject({ status: 200, body: { replaced: true } });
    expect(await noticeFrom(ORTHOPAEDICS)).toMatchObject({ state: 'on_hold', revision: 2 });
  });

  it('without the mark that it may be read, it waits on hold', async () => {
    const again = spoiled(await letter(), (bundle) => {
      bundle.identifier.value = `${ORTHOPAEDICS}^2026^another`;
    });
    expect((await sender.register(again)).status).toBe(200);
    const notice = (await clinic.referrals()).find(({ identifier }) => identifier.endsWith('another'));
    expect(notice.state).toBe('on_hold');
  });

  const receiver = (bundle: Answer): Answer =>
    bundle.entry.find(
      ({ resource }: Answer) =>
        resource.resourceType === 'Organization' && resource.identifier[0].value === SHIRUBE,
    ).resource;
  it.each([
    ['a number nobody has', (bundle: Answer) => (receiver(bundle).identifier[0].value = '1319900294')],
    [
      'a clinic that is not connected',
      (bundle: Answer) => (receiver(bundle).identifier[0].value = '1319900146'),
    ],
    ['no number at all', (bundle: Answer) => (receiver(bundle).identifier[0].system = 'urn:x')],
  ])('to %s is refused', async (_what, spoil) => {
    const answer = await sender.register(spoiled(await letter(), spoil), true);
    expect([answer.status, answer.body.errors[0].ruleId]).toEqual([422, 'RECEIVER']);
  });

  it('asks first whether the receiver is connected', async () => {
    expect((await sender.get(`institutions/${SHIRUBE}`)).body).toMatchObject({
      name: 'しるべ内科クリニック',
      connected: true,
    });
    expect((await sender.get('institutions/1319900146')).body).toMatchObject({
      name: '髙𠮷医院',
      connected: false,
    });
    expect((await sender.get('institutions/1319900294')).status).toBe(404);
  });

  const inSection =
    (code: string) =>
    (bundle: Answer): Answer => {
      const [head] = bundle.entry;
      const flat = head.resource.section.flatMap((each: Answer) => [each, ...(each.section ?? [])]);
      return flat.find((each: Answer) => each.code.coding[0].code === code);
    };
  const without = (code: string) => (bundle: Answer) => {
    const keep = (each: Answer): boolean => each.code.coding[0].code !== code;
    const head = bundle.entry[0].resource;
    head.section = head.section.filter(keep);
    for (const each of head.section) if (each.section) each.section = each.section.filter(keep);
  };
  const of =
    (type: string) =>
    (bundle: Answer): Answer =>
      bundle.entry.find(({ resource }: Answer) => resource.resourceType === type).resource;
  it.each<[rule: string, what: string, spoil: (bundle: Answer) => void]>([
    ['SECTION', 'without 紹介目的', without('950')],
    ['SECTION', 'without 傷病名・主訴', without('340')],
    ['SECTION', 'without 紹介先', without('910')],
    ['checkExist-CDASection-or-CompositionSection', 'without a structured part', without('300')],
    [
      'SECTION',
      'with a section of another document',
      (b) => (inSection('360')(b).code.coding[0].code = '333'),
    ],
    ['cmp-1', 'with an empty section', (b) => delete inSection('360')(b).text],
    [
      'cmp-2',
      'with a reason for being empty beside content',
      (b) => (inSection('340')(b).emptyReason = { text: 'x' }),
    ],
    [
      'REF',
      'with a section that points nowhere',
      (b) => (inSection('340')(b).entry[0].reference = 'urn:uuid:x'),
    ],
    [
      'SECTION',
      'to two receivers',
      (b) => b.entry[0].resource.section.push(structuredClone(inSection('910')(b))),
    ],
    [
      'CARD',
      'to two institutions at once',
      (b) => inSection('910')(b).entry.push(inSection('920')(b).entry[0]),
    ],
    ['FIXED', 'with a section under another title', (b) => (inSection('340')(b).title = '病名')],
    [
      'FIXED',
      'with a section under another name',
      (b) => (inSection('340')(b).code.coding[0].display = '傷病名'),
    ],
    ['DOC', 'that does not begin with its head', (b) => b.entry.reverse()],
    ['FIXED', 'under another title', (b) => (b.entry[0].resource.title = '紹介状')],
    ['FIXED', 'of another type', (b) => (b.entry[0].resource.type.coding[0].code = '18842-5')],
    ['CARD', 'without a version', (b) => (b.entry[0].resource.extension = [])],
    ['CARD', 'with one author only', (b) => b.entry[0].resource.author.pop()],
    ['FIXED', 'with a coded event', (b) => (b.entry[0].resource.event[0].code[0].coding = [{ code: 'x' }])],
    [
      'validEntryProfile',
      'whose doctor claims no profile',
      (b) => (of('Practitioner')(b).meta.profile = ['x']),
    ],
    [
      'R5020',
      'with a usage without a code',
      (b) => (of('MedicationRequest')(b).dosageInstruction[0].timing.code.coding[0].system = 'x'),
    ],
    ['R9013M', 'with a prescription of no visit', (b) => of('MedicationRequest')(b).contained.shift()],
    ['VERSION', 'by an edition nobody knows', (b) => (b.meta.profile[0] += '|9.9.9')],
    ['INSTITUTION', 'in the name of another', (b) => (b.identifier.value = `${SHIRUBE}^2026^x`)],
    ['INSURED', 'about nobody', (b) => (of('Patient')(b).birthDate = '1900-01-01')],
  ])('%s: a letter %s is refused', async (rule, _what, spoil) => {
    const answer = await sender.register(spoiled(await letter(), spoil), true);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ ruleId }: Answer) => ruleId)).toContain(rule);
    expect((await noticeFrom(ORTHOPAEDICS)).revision).toBe(1);
  });

  it('checks a discharge summary inside by its own rules', async () => {
    const { identifier } = await noticeFrom('1319900039');
    await clinic.post('referrals/release', { identifier, ...KENJI });
    const { body: whole } = await clinic.post('referrals/fetch', { identifier });
    const hospital = new SharingClient(sandbox, '1319900039');
    expect((await hospital.register(whole, true)).status).toBe(200);
    const broken = spoiled(whole, (bundle) => {
      const inner = of('Bundle')(bundle);
      inner.entry[0].resource.section[0].section.shift();
      delete inner.entry[0].resource.event[0].period.end;
    });
    const { body } = await hospital.register(broken, true);
    expect(body.errors.map(({ ruleId, path }: Answer) => [ruleId, path])).toEqual([
      ['CARD', '退院時サマリー Bundle.entry[0].resource.event.period'],
      ['SECTION', '退院時サマリー Bundle.entry[0].resource.section[0].section'],
    ]);
    expect((await hospital.register(of('Bundle')(whole))).body.errors[0].ruleId).toBe('ALONE');
  });
});
