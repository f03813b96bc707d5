import { createHash, randomUUID } from 'node:crypto';
import { type OutsideServices, SharingRefused } from '@shirube/core/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conditionsBundle } from '../../../../apps/sandbox/src/testing/conditions-bundle.ts';

import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { INSTITUTION } from '../testing/messages.ts';
import { servicesAt } from '../testing/services.ts';
import { ContractSandbox, MORNING } from './sandbox.ts';

/** Every method of the sharing port over real HTTP against the sandbox: what it answers, refuses and how it fails. */
const TARO = { insuredId: '01139906:21700023:4127:00', birthDate: '1966-05-26' };
const SHOKO = { insuredId: '01139906:21700624:94:00', birthDate: '1979-06-14' };
const HOSPITAL = '1319900039';
const CONSENTED = '2026-11-20T10:52:00+09:00';

let sandbox: ContractSandbox;
let log: MemoryLog;
let sharing: OutsideServices['sharing'];
let rootPem: string;
beforeAll(async () => {
  sandbox = await ContractSandbox.start('frozen');
  rootPem = await sandbox.text('/pki/root.pem');
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.reset();
  log = new MemoryLog();
  ({ sharing } = servicesAt(sandbox.url, rootPem, log, {
    now: () => MORNING,
    timeouts: { sharing: 15_000 },
  }));
});

const key = () => ({ institutionCode: INSTITUTION, requestId: randomUUID() });
const bytes = (bundle: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(bundle));
const unit = (names = ['高血圧症'], institutionCode = INSTITUTION) =>
  conditionsBundle({ institutionCode, localId: 'cond-1', names });
const IDENTIFIER = `${INSTITUTION}^2026^cond-1`;
const letterToUs = (readable = true, kind: 'plain' | 'full' = 'plain') =>
  sandbox.letter({ from: HOSPITAL, to: INSTITUTION, personId: 'p01', kind, readable });

describe('利用状況確認', () => {
  it('tells who is connected, who is not, and that nobody has a number', async () => {
    expect(await sharing.institution({ ...key(), of: HOSPITAL })).toMatchObject({
      name: '○○病院',
      connected: true,
    });
    expect(await sharing.institution({ ...key(), of: '1339900019' })).toMatchObject({ connected: false });
    expect(await sharing.institution({ ...key(), of: '1319900294' })).toBeNull();
  });
});

describe('登録 and 取消', () => {
  it('acknowledges; the same request again is the same acknowledgement', async () => {
    const request = { ...key(), bundle: bytes(unit()) };
    const first = await sharing.register(request);
    expect(Date.parse(first.acceptedAt)).toBe(MORNING.getTime());
    expect(await sharing.register(request)).toEqual(first);
    expect(await sharing.registered({ ...key(), identifier: IDENTIFIER })).toMatchObject({ revision: 1 });
  });

  it('replaces as a whole, is asked what it holds, and forgets when told to', async () => {
    await sharing.register({ ...key(), bundle: bytes(unit()) });
    const bundle = bytes(unit(['高血圧症', '脂質異常症']));
    expect(await sharing.register({ ...key(), bundle })).toMatchObject({ replaced: true });
    expect(await sharing.registered({ ...key(), identifier: IDENTIFIER })).toMatchObject({
      revision: 2,
      contentSha256: createHash('sha256').update(bundle).digest('hex'),
    });
    const cancel = () => sharing.cancel({ ...key(), identifier: IDENTIFIER, person: TARO });
    expect(await cancel()).toMatchObject({ found: true });
    expect(await cancel()).toMatchObject({ found: false });
    expect(await sharing.registered({ ...key(), identifier: IDENTIFIER })).toBeNull();
  });

  const refused = async (call: Promise<unknown>): Promise<SharingRefused> => {
    const error = await portErrorOf(call);
    if (!(error instanceof SharingRefused)) throw error;
    return error;
  };

  it('refuses item by item, with rule, place and words, and changes nothing', async () => {
    await sharing.register({ ...key(), bundle: bytes(unit()) });
    const broken = unit(['高血圧症', '脂質異常症']);
    delete broken.entry[2].resource.onsetDateTime;
    const error = await refused(sharing.register({ ...key(), bundle: bytes(broken) }));
    expect(error).toMatchObject({ kind: 'user_fixable', code: 'R9013C' });
    expect(error.issues).toEqual([
      {
        severity: 'error',
        ruleId: 'R9013C',
        path: 'Bundle.entry[2].resource.onsetDateTime',
        text: '傷病名に開始日がありません',
      },
    ]);
    expect(await sharing.registered({ ...key(), identifier: IDENTIFIER })).toMatchObject({ revision: 1 });
  });

  it.each<[code: string, what: string, call: () => Promise<unknown>]>([
    [
      'INSTITUTION',
      'an identifier of another institution',
      () => sharing.register({ ...key(), bundle: bytes(unit(['高血圧症'], HOSPITAL)) }),
    ],
    [
      'INSTITUTION',
      'to cancel what another institution registered',
      () => sharing.cancel({ ...key(), identifier: `${HOSPITAL}^2026^C-p24-5`, person: SHOKO }),
    ],
    [
      'INSURED',
      'somebody the insurers do not know',
      () => {
        const bundle = unit();
        bundle.entry[0].resource.birthDate = '1966-05-27';
        return sharing.register({ ...key(), bundle: bytes(bundle) });
      },
    ],
    [
      'VERSION',
      'an edition of the profiles it does not know',
      () => {
        const bundle = unit();
        bundle.meta.profile[0] = bundle.meta.profile[0].replace('1.10.0', '0.9.0');
        return sharing.register({ ...key(), bundle: bytes(bundle) });
      },
    ],
  ])('refuses with %s: %s', async (code, _what, call) => {
    expect((await refused(call())).code).toBe(code);
  });

  it('refuses a used identifier for another person, at registration and at cancellation', async () => {
    await sharing.register({ ...key(), bundle: bytes(unit()) });
    const other = unit();
    other.entry[0].resource.identifier[0].value = SHOKO.insuredId;
    other.entry[0].resource.birthDate = SHOKO.birthDate;
    expect((await refused(sharing.register({ ...key(), bundle: bytes(other) }))).code).toBe('KEY01');
    const wrong = sharing.cancel({ ...key(), identifier: IDENTIFIER, person: SHOKO });
    expect((await refused(wrong)).code).toBe('KEY01');
  });

  it('what is too large never leaves, and would be refused if it did', async () => {
    const error = await portErrorOf(
      sharing.register({ ...key(), bundle: new Uint8Array(10 * 1024 * 1024 + 1) }),
    );
    expect([error.kind, error.code, log.exchanges.length]).toEqual(['user_fixable', 'SIZE', 0]);
  });

  it('under the switch 「拒否」 refuses with issues beside the items, for as long as it is on', async () => {
    await sandbox.fault('sharing', 'refusing');
    const error = await refused(sharing.register({ ...key(), bundle: bytes(unit()) }));
    expect(error.issues.map(({ severity, path }) => [severity, path])).toEqual([
      ['error', 'Bundle.entry[1].resource.extension'],
      ['warning', 'Bundle'],
    ]);
    await sandbox.fault('sharing', 'normal');
    await sharing.register({ ...key(), bundle: bytes(unit()) });
  });
});

describe('紹介状', () => {
  it('is told, opened, received; its sender learns of each step', async () => {
    const identifier = await letterToUs();
    const [notice] = await sharing.referrals(key());
    expect(notice).toMatchObject({
      identifier,
      from: { institutionCode: HOSPITAL, name: '○○病院' },
      patient: { name: 'テスト 太郎', kana: 'テスト タロウ', sex: 'male' },
      person: TARO,
      issuedOn: '2026-11-20',
      state: 'readable',
    });
    const document = await sharing.fetchReferral({ ...key(), identifier });
    expect(JSON.parse(new TextDecoder().decode(document))).toMatchObject({
      resourceType: 'Bundle',
      identifier: { value: identifier },
    });
    const received = await sharing.acceptReferral({ ...key(), identifier });
    expect(await sharing.acceptReferral({ ...key(), identifier })).toEqual(received);
    const asked = { institutionCode: HOSPITAL, requestId: randomUUID(), identifier };
    expect(await sharing.referralState(asked)).toEqual({
      state: 'received',
      receivedAt: received.receivedAt,
    });
    expect(await sharing.referralState({ ...key(), identifier })).toBeNull();
  });

  it('on hold it is refused as a conflict until its own patient agrees', async () => {
    const identifier = await letterToUs(false);
    expect((await portErrorOf(sharing.fetchReferral({ ...key(), identifier }))).kind).toBe('status_conflict');
    expect((await portErrorOf(sharing.acceptReferral({ ...key(), identifier }))).kind).toBe(
      'status_conflict',
    );
    const wrong = await portErrorOf(sharing.releaseReferral({ ...key(), identifier, person: SHOKO }));
    expect([wrong.kind, wrong.code]).toEqual(['user_fixable', 'KEY01']);
    expect(await sharing.releaseReferral({ ...key(), identifier, person: TARO })).toEqual({
      state: 'readable',
    });
    await sharing.fetchReferral({ ...key(), identifier });
  });

  it('that is not there any more is said in words', async () => {
    const identifier = `${HOSPITAL}^2026^gone`;
    for (const call of [
      sharing.fetchReferral({ ...key(), identifier }),
      sharing.acceptReferral({ ...key(), identifier }),
      sharing.releaseReferral({ ...key(), identifier, person: TARO }),
    ]) {
      const error = await portErrorOf(call);
      expect([error.kind, error.code]).toEqual(['status_conflict', 'http_404']);
      expect(error.userMessage).toContain('もうありません');
    }
  });

  it('may be told twice', async () => {
    await letterToUs();
    await sandbox.fault('sharing', 'duplicate_notices');
    const [first, second, ...more] = await sharing.referrals(key());
    expect([second, more]).toEqual([first, []]);
  });
});

describe('6情報の閲覧', () => {
  const view = (scope: 'sharedDiagnoses' | 'sharedClinical', person = SHOKO) =>
    sharing.information({ ...key(), person, scope, consentedAt: CONSENTED });

  it('gives what others registered, within the consent and for a day', async () => {
    await sandbox.tapCard(INSTITUTION, 'p24', ['sharedClinical']);
    const bundles = await view('sharedDiagnoses');
    expect(bundles.map(({ institutionName }) => institutionName)).toEqual([
      '○○病院',
      '架空整形外科',
      '○○病院',
    ]);
    for (const { content } of bundles)
      expect(JSON.parse(new TextDecoder().decode(content)).resourceType).toBe('Bundle');
    expect((await portErrorOf(view('sharedClinical'))).kind).toBe('auth');
    expect((await portErrorOf(view('sharedDiagnoses', TARO))).kind).toBe('auth');
    sandbox.setClock(new Date(MORNING.getTime() + 24 * 3_600_000 - 1000));
    await view('sharedDiagnoses');
    sandbox.setClock(new Date(MORNING.getTime() + 24 * 3_600_000 + 1000));
    expect((await portErrorOf(view('sharedDiagnoses'))).kind).toBe('auth');
  });

  it('leaves only a digest in the record of the conversation', async () => {
    await sandbox.tapCard(INSTITUTION, 'p24');
    await view('sharedDiagnoses');
    const exchange = log.exchanges.at(-1);
    const kept = new TextDecoder().decode(exchange?.response ?? undefined);
    expect(kept).toMatch(/^sha256 [0-9a-f]{64}, \d+ bytes$/);
    expect(new TextDecoder().decode(exchange?.request)).toMatch(/^sha256 /);
    await sandbox.fault('sharing', 'malformed');
    await portErrorOf(view('sharedDiagnoses'));
    expect(new TextDecoder().decode(log.exchanges.at(-1)?.response ?? undefined)).toMatch(/^sha256 /);
  });
});

describe('when the service fails', () => {
  const identifier = async () => (await sharing.referrals(key())).at(0)?.identifier ?? '';
  const calls: Record<string, () => Promise<unknown>> = {
    institution: () => sharing.institution({ ...key(), of: HOSPITAL }),
    register: () => sharing.register({ ...key(), bundle: bytes(unit()) }),
    cancel: () => sharing.cancel({ ...key(), identifier: IDENTIFIER, person: TARO }),
    registered: () => sharing.registered({ ...key(), identifier: IDENTIFIER }),
    referrals: () => sharing.referrals(key()),
    referral_state: () => sharing.referralState({ ...key(), identifier: IDENTIFIER }),
    fetch_referral: async () => sharing.fetchReferral({ ...key(), identifier: await identifier() }),
    accept_referral: async () => sharing.acceptReferral({ ...key(), identifier: await identifier() }),
    release_referral: async () =>
      sharing.releaseReferral({ ...key(), identifier: await identifier(), person: TARO }),
    information: () =>
      sharing.information({
        ...key(),
        person: SHOKO,
        scope: 'sharedDiagnoses',
        consentedAt: CONSENTED,
      }),
  };
  const modes = ['down', 'error', 'malformed', 'timeout_after_commit', 'too_many_requests', 'maintenance'];

  it.each(Object.keys(calls))('%s may be tried again, and is recorded each time', async (operation) => {
    await sandbox.tapCard(INSTITUTION, 'p24');
    await letterToUs();
    for (const mode of modes) {
      await sandbox.fault('sharing', mode, 20, operation);
      const error = await portErrorOf(calls[operation]!());
      expect([mode, error.kind]).toEqual([mode, 'retryable']);
      expect(error.userMessage).toMatch(/。$/);
      expect(log.exchanges.at(-1)).toMatchObject({ operation, outcome: `retryable ${error.code}` });
    }
    await sandbox.fault('sharing', 'normal');
    await calls[operation]!();
    expect(log.exchanges.at(-1)).toMatchObject({ operation, outcome: 'ok' });
  });

  it('a registration that was done before the answer was lost is found, and stays one', async () => {
    const request = { ...key(), bundle: bytes(unit()) };
    await sandbox.fault('sharing', 'timeout_after_commit', 20);
    expect((await portErrorOf(sharing.register(request))).kind).toBe('retryable');
    await sandbox.fault('sharing', 'normal');
    const found = await sharing.registered({ ...key(), identifier: IDENTIFIER });
    const again = await sharing.register(request);
    expect(found).toMatchObject({ acknowledgementId: again.acknowledgementId, revision: 1 });
  });

  it('gives up waiting at its own time limit', async () => {
    await sandbox.fault('sharing', 'slow', 4000);
    const { sharing: impatient } = servicesAt(sandbox.url, rootPem, log, { timeouts: { sharing: 100 } });
    const error = await portErrorOf(impatient.referrals(key()));
    expect([error.kind, error.code]).toEqual(['retryable', 'timeout']);
  });
});

it('a number of another form is not sent at all', async () => {
  const error = await portErrorOf(sharing.referrals({ institutionCode: '131', requestId: 'x' }));
  expect(error.kind).toBe('user_fixable');
  expect(log.exchanges).toEqual([]);
});
