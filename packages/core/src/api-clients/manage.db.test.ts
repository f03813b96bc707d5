import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { listClientActivity } from './activity.ts';
import { listClients } from './list-clients.ts';
import { changeClient, createClient, endCredential, rotateCredential, setClientState } from './manage.ts';
import { changeClientInput, clientListSchema, createClientInput, ipRange } from './schema.ts';
import { newKey } from './testing/signing.ts';

let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
  // credentials are dated by the database: the clock here must be its own
  clinics.setNow(new Date().toISOString());
});
afterAll(() => clinics?.close());

const fields = {
  name: 'あおば検査センター',
  purpose: '検体検査',
  contact: '03-0000-0000',
  scopes: ['patient.identify' as const],
  ipRanges: ['203.0.113.0/24', '2001:db8::1'],
  quotaPerMinute: 300,
  requireDpop: false,
};
const secret = { method: { kind: 'secret' as const }, validDays: 90 };
const create = (changes: Partial<typeof fields> = {}, clinic = clinics.a) =>
  clinics.run(clinic, (uow) =>
    createClient(uow, createClientInput.parse({ ...fields, ...changes, credential: secret })),
  );
const list = async (clinic = clinics.a) =>
  clientListSchema.parse(await clinics.run(clinic, (uow) => listClients(uow)));
const find = async (clientId: string) => (await list()).find((client) => client.id === clientId)!;

describe('a client', () => {
  it('is registered with its first credential, and shown without it', async () => {
    const made = await create();
    expect(made.secret).toMatch(/^shirube_secret_[\w-]{43}$/);
    const [client] = await list();
    expect(client).toMatchObject({
      ...fields,
      id: made.clientId,
      state: 'active',
      lastUsedAt: null,
      createdByName: '検証 医師',
    });
    expect(client?.credentials).toMatchObject([
      { id: made.credentialId, kind: 'secret', keys: [], live: true },
    ]);
    expect(JSON.stringify(await list())).not.toContain(made.secret);
    expect(await list(clinics.b)).toEqual([]);
  });

  it('names its keys, never shows them', async () => {
    const key = await newKey('ES384');
    const made = await clinics.run(clinics.a, (uow) =>
      createClient(
        uow,
        createClientInput.parse({
          ...fields,
          name: 'みどり',
          credential: { method: { kind: 'private_key_jwt', publicKey: key.pem }, validDays: 30 },
        }),
      ),
    );
    expect(made.secret).toBeNull();
    const { credentials } = await find(made.clientId);
    expect(credentials).toMatchObject([{ keys: [{ kid: key.thumbprint, words: '楕円曲線 P-384' }] }]);
    expect(JSON.stringify(credentials)).not.toContain(key.publicJwk.x);
  });

  it('has a name of its own, which is free again after it is retired', async () => {
    const { clientId } = await create({ name: 'ひとつ' });
    await expect(create({ name: 'ひとつ' })).rejects.toMatchObject({ code: 'conflict', at: 'name' });
    // another clinic knows nothing of it
    await create({ name: 'ひとつ' }, clinics.b);
    await clinics.run(clinics.a, (uow) => setClientState(uow, { clientId, state: 'retired', rowVersion: 1 }));
    expect((await find(clientId)).credentials).toMatchObject([{ live: false }]);
    await create({ name: 'ひとつ' });
    for (const attempt of [
      () =>
        clinics.run(clinics.a, (uow) => setClientState(uow, { clientId, state: 'active', rowVersion: 2 })),
      () =>
        clinics.run(clinics.a, (uow) =>
          rotateCredential(uow, { clientId, credential: secret, previousEndsInHours: 0 }),
        ),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is changed by who saw its last state, and by nobody else', async () => {
    const { clientId } = await create({ name: '変わる' });
    const change = (rowVersion: number, name: string) =>
      clinics.run(clinics.a, (uow) =>
        changeClient(
          uow,
          changeClientInput.parse({ ...fields, name, scopes: ['reception.read'], clientId, rowVersion }),
        ),
      );
    const both = await Promise.allSettled([change(1, '一'), change(1, '二')]);
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'stale' } });
    expect(await find(clientId)).toMatchObject({ scopes: ['reception.read'], rowVersion: 2 });
  });

  it('never has more than two living credentials, whoever asks at the same moment', async () => {
    const { clientId } = await create({ name: '競争' });
    const rotate = () =>
      clinics.run(clinics.a, (uow) =>
        rotateCredential(uow, { clientId, credential: secret, previousEndsInHours: 24 }),
      );
    const four = await Promise.allSettled([rotate(), rotate(), rotate(), rotate()]);
    expect(four.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const { credentials } = await find(clientId);
    expect(credentials.filter((each) => each.live)).toHaveLength(2);
    // the one that was in use ends in a day, and not later than it would have anyway
    const old = credentials.at(-1)!;
    expect(new Date(old.validUntil).getTime() - Date.now()).toBeLessThanOrEqual(24 * 3600_000);
    await clinics.run(clinics.a, (uow) => endCredential(uow, { clientId, credentialId: old.id }));
    await expect(
      clinics.run(clinics.a, (uow) => endCredential(uow, { clientId, credentialId: old.id })),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves what was done with it in the audit trail, and no secret', async () => {
    const { clientId } = await create({ name: '足跡' });
    await clinics.run(clinics.a, (uow) =>
      setClientState(uow, { clientId, state: 'suspended', rowVersion: 1 }),
    );
    const admin = await clinics.test.connect('admin');
    const { rows } = await admin.query(
      `SELECT action, detail::text FROM audit_event WHERE entity_id = $1 ORDER BY seq`,
      [clientId],
    );
    expect(rows.map((row) => row.action)).toEqual(['client.create', 'client.state']);
    const all = await admin.query(`SELECT json_agg(e)::text AS text FROM audit_event e`);
    expect(all.rows[0].text).not.toContain('shirube_secret_');
  });
});

describe('the activity of a client', () => {
  it('shows its own events newest first, in words, and none of another clinic', async () => {
    const { clientId } = await create({ name: '活動' });
    const admin = await clinics.test.connect('admin');
    for (const [action, outcome, reason, patientId] of [
      ['api.token', 'success', null, null],
      ['patient.identify', 'success', null, clinics.a.patientId],
      ['patient.identify', 'refused', 'scope', null],
      ['api.token', 'refused', 'assertion_exp', null],
    ])
      await admin.query(
        `INSERT INTO audit_event (tenant_id, id, at, actor_name, actor_role, action, outcome, reason, patient_id, client, ip, api_client_id)
         VALUES ($1, gen_random_uuid(), clock_timestamp(), 'x', 'api', $2, $3::audit_outcome, $4, $5, 'api', '203.0.113.9', $6)`,
        [clinics.a.tenantId, action, outcome, reason, patientId, clientId],
      );
    clinics.setNow(new Date().toISOString());
    const events = await clinics.run(clinics.a, (uow) => listClientActivity(uow, { clientId }));
    expect(events).toMatchObject([
      { label: '外部システムがトークンを受け取った', outcome: 'refused', reason: '署名の検証に失敗' },
      { label: '患者を照合した', outcome: 'refused', reason: '許可していない操作', patientNumber: null },
      { label: '患者を照合した', outcome: 'success', patientNumber: '00000001', ip: '203.0.113.9' },
      { label: '外部システムがトークンを受け取った', outcome: 'success', reason: null },
    ]);
    await expect(
      clinics.run(clinics.b, (uow) => listClientActivity(uow, { clientId })),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('an address a client may call from', () => {
  it.each(['203.0.113.5', '203.0.113.0/24', '10.0.0.0/8', '2001:db8::1', '2001:db8::/32', '::1'])(
    'may be %s',
    (text) => {
      expect(ipRange.parse(` ${text} `)).toBe(text);
    },
  );
  it.each([
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/7',
    '203.0.113.5/33',
    '203.0.113',
    '203.0.113.256',
    'example.org',
    '203.0.113.0/24/24',
    "1.1.1.1'; --",
    '',
  ])('may not be %s', (text) => {
    const read = ipRange.safeParse(text);
    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.message).toMatch(/[ぁ-ん]/);
  });
});
