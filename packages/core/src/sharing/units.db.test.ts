import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { strictestSettings } from '../clinics/settings.ts';
import { deliverMessage } from '../delivery/deliver-message.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { PortError, type SharingPort, SharingRefused } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { type ComposeUnit, deliverUnit } from './deliver-unit.ts';
import { listSharing } from './list.ts';
import { nightRound } from './night-round.ts';
import { savePreference } from './preference.ts';
import { wantConditions, wantUnitsOf } from './want-unit.ts';

let clinics: TwoClinics;
/** what the other side has, by identifier */
const held = new Map<string, { content: string; insuredId: string; revision: number }>();
/** what is asked of it, in order */
const asked: string[] = [];
let answers: 'normally' | 'late' | 'refusing' | 'nothing' = 'normally';
/** called while the other side works, before it answers */
let meanwhile: () => Promise<void> = async () => {};

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const lost = () => new PortError('sharing', 'unknown', '返事がありません。', 'timeout');
const otherSide = {
  async register({ bundle }: { bundle: Uint8Array }) {
    asked.push('register');
    if (answers === 'nothing') throw new PortError('sharing', 'retryable', 'つながりません。');
    if (answers === 'refusing')
      throw new SharingRefused('受け付けません。', 'R1012', [
        {
          severity: 'error',
          ruleId: 'R1012',
          path: 'Bundle.entry[1].resource.code',
          text: '病名コードがありません',
        },
      ]);
    const { identifier, insuredId } = JSON.parse(Buffer.from(bundle).toString()) as {
      identifier: string;
      insuredId: string;
    };
    const before = held.get(identifier);
    held.set(identifier, {
      content: Buffer.from(bundle).toString(),
      insuredId,
      revision: (before?.revision ?? 0) + 1,
    });
    await meanwhile();
    if (answers === 'late') throw lost();
    return {
      acknowledgementId: 'a',
      acceptedAt: '2026-11-20T10:00:00+09:00',
      replaced: before !== undefined,
    };
  },
  async cancel({ identifier, person }: { identifier: string; person: { insuredId: string } }) {
    asked.push(`cancel ${person.insuredId}`);
    if (answers === 'nothing') throw new PortError('sharing', 'retryable', 'つながりません。');
    const found = held.get(identifier)?.insuredId === person.insuredId && held.delete(identifier);
    await meanwhile();
    if (answers === 'late') throw lost();
    return { found, at: '2026-11-20T10:00:00+09:00' };
  },
  async registered({ identifier }: { identifier: string }) {
    asked.push('registered');
    const found = held.get(identifier);
    if (!found) return null;
    return {
      acknowledgementId: 'a',
      acceptedAt: '2026-11-20T10:00:00+09:00',
      contentSha256: sha(Buffer.from(found.content)),
      revision: found.revision,
    };
  },
} as unknown as SharingPort;

let insuredId = '06130012:記:1:01';
let words = 'かぜ';
let empty = false;
const compose: ComposeUnit = (content, unit) =>
  empty || content.kind === 'document'
    ? null
    : {
        bundle: Buffer.from(JSON.stringify({ ...unit, onDate: '', insuredId, words })),
        insuredId,
        birthDate: content.patient.birthDate,
        issues:
          words === ''
            ? [{ severity: 'error', ruleId: 'R', path: 'Bundle.entry[1].resource', text: '空です' }]
            : [],
        readable: null,
        entries: [],
      };

let patientId: string;
const system = (): FlowContext => ({
  run: (work) => clinics.run(clinics.a, work, 'system'),
  now: () => new Date('2026-11-20T09:15:00+09:00'),
  services: { sharing: otherSide } as FlowContext['services'],
});
/** A process that dies: what it does after the call to the other side never reaches the database. */
function dying(afterRuns: number): FlowContext {
  let runs = 0;
  const flow = system();
  return {
    ...flow,
    run(work) {
      runs += 1;
      if (runs > afterRuns) throw new Error('killed');
      return flow.run(work);
    },
  };
}
const want = () => clinics.run(clinics.a, (uow) => wantConditions(uow, patientId, clinics.a.doctorId));
const unit = () =>
  clinics.run(clinics.a, (uow) =>
    uow.tables.reportUnit.findFirstOrThrow({ where: { patientId, kind: 'Condition' } }),
  );
const messages = () =>
  clinics.run(clinics.a, (uow) =>
    uow.tables.outboxMessage.findMany({
      where: { patientId, kind: 'sharing.Condition' },
      orderBy: { createdAt: 'asc' },
    }),
  );
const handlers = { 'sharing.Condition': deliverUnit(compose) };
const deliver = (messageId: string, flow = system()) => deliverMessage(flow, messageId, handlers);
async function deliverAll(flow = system()): Promise<string[]> {
  const results: string[] = [];
  for (const message of await messages())
    if (message.state === 'pending') results.push(await deliver(message.id, flow));
  return results;
}
const registered = () =>
  [...held.values()].map(({ content }) => (JSON.parse(content) as { words: string }).words);

beforeAll(async () => {
  clinics = await openTwoClinics();
});
afterAll(() => clinics?.close());
beforeEach(async () => {
  held.clear();
  asked.length = 0;
  answers = 'normally';
  meanwhile = async () => {};
  insuredId = '06130012:記:1:01';
  words = 'かぜ';
  empty = false;
  clinics.setNow('2026-11-20T09:15:00+09:00');
  patientId = randomUUID();
  await clinics.run(clinics.a, (uow) =>
    uow.tables.patient.create({
      data: {
        tenantId: uow.tenantId,
        id: patientId,
        patientNumber: String(90_000_000 + Math.trunc(Math.random() * 9_999_999)),
        familyName: '共有',
        givenName: '試',
        familyKana: 'キョウユウ',
        givenKana: 'タメス',
        kanaKey: 'キヨウユウタメス',
        birthDate: new Date('1960-01-01'),
        sex: 'female',
        createdAt: uow.now,
        updatedAt: uow.now,
      },
    }),
  );
});

describe('a report unit', () => {
  it('has one identifier for ever: after New Year the same set is replaced, not doubled', async () => {
    await want();
    await deliverAll();
    const first = await unit();
    expect(first.identifier).toMatch(/^\d{10}\^2026\^[0-9a-f-]{36}$/);
    clinics.setNow('2027-01-04T09:00:00+09:00');
    words = 'かぜの治りかけ';
    await want();
    await deliverAll();
    expect((await unit()).identifier).toBe(first.identifier);
    expect([...held.values()].map(({ revision }) => revision)).toEqual([2]);
    expect(registered()).toEqual(['かぜの治りかけ']);
  });

  it('sends the newest for every revision that waits, and once', async () => {
    await want();
    await want();
    await want();
    expect((await messages()).length).toBe(3);
    expect(await deliverAll()).toEqual(['delivered', 'delivered', 'delivered']);
    expect(asked).toEqual(['register']);
    expect(await unit()).toMatchObject({
      sentRevision: 3,
      wantedRevision: 3,
      wantedSince: null,
      standing: 'registered',
    });
  });

  it('says nothing of how far a receiver has come with a version that was replaced', async () => {
    await want();
    await deliverAll();
    await clinics.run(clinics.a, (uow) =>
      uow.tables.reportUnit.updateMany({
        where: { patientId },
        data: { referralState: 'received', referralAskedAt: uow.now },
      }),
    );
    await want();
    await deliverAll();
    expect(await unit()).toMatchObject({ sentRevision: 2, referralState: null, referralAskedAt: null });
  });

  it('keeps the exact bytes of every send', async () => {
    await want();
    await deliverAll();
    const sends = await clinics.run(clinics.a, (uow) =>
      uow.tables.reportUnitSend.findMany({ where: { patientId } }),
    );
    expect(sends).toMatchObject([{ operation: 'register', outcome: 'accepted', revision: 1 }]);
    expect(Buffer.from(sends[0]?.content ?? []).toString()).toBe([...held.values()][0]?.content);
  });

  it('that is empty is cancelled, and one that never was is not even that', async () => {
    empty = true;
    await want();
    await deliverAll();
    expect(asked).toEqual([]);
    empty = false;
    await want();
    await deliverAll();
    empty = true;
    await want();
    await deliverAll();
    expect(asked).toEqual(['register', 'cancel 06130012:記:1:01']);
    expect(await unit()).toMatchObject({ standing: 'cancelled', sentRevision: 3, wantedSince: null });
    empty = false;
    await want();
    await deliverAll();
    expect(registered()).toEqual(['かぜ']);
  });

  it('is cancelled under the old insurance and registered under the new one', async () => {
    await want();
    await deliverAll();
    insuredId = '01130012:新:2:00';
    await want();
    await deliverAll();
    expect(asked).toEqual(['register', 'cancel 06130012:記:1:01', 'register']);
    expect(await unit()).toMatchObject({ standing: 'registered', insuredId: '01130012:新:2:00' });
    expect([...held.values()].map((each) => each.insuredId)).toEqual(['01130012:新:2:00']);
  });

  it('is cancelled when the patient does not want it, and comes back when they do', async () => {
    await want();
    await deliverAll();
    const say = (shares: boolean) =>
      clinics.run(clinics.a, (uow) => savePreference(uow, { patientId, shares, reason: '本人の希望' }));
    await say(false);
    await expect(say(false)).rejects.toMatchObject({ code: 'conflict' });
    await deliverAll();
    expect(registered()).toEqual([]);
    await say(true);
    await deliverAll();
    expect(registered()).toEqual(['かぜ']);
  });
});

describe('two charts that were merged', () => {
  const mergeInto = (intoId: string) =>
    clinics.run(clinics.a, (uow) =>
      uow.tables.patientMerge.create({
        data: {
          tenantId: uow.tenantId,
          fromId: patientId,
          intoId,
          reason: '二重登録',
          mergedById: clinics.a.doctorId,
          mergedAt: uow.now,
        },
      }),
    );
  const remaining = () =>
    clinics.run(clinics.a, async (uow) => {
      const { id: _, ...same } = await uow.tables.patient.findFirstOrThrow({ where: { id: patientId } });
      return uow.tables.patient.create({
        data: { ...same, patientNumber: String(80_000_000 + Math.trunc(Math.random() * 9_999_999)) },
      });
    });

  it('share nothing when the person had said so in the former one', async () => {
    await clinics.run(clinics.a, (uow) =>
      savePreference(uow, { patientId, shares: false, reason: '本人の希望' }),
    );
    const { id } = await remaining();
    await mergeInto(id);
    await clinics.run(clinics.a, (uow) => wantConditions(uow, id, null));
    patientId = id;
    await deliverAll();
    expect(asked).toEqual([]);
  });

  it('are both cancelled when the person then does not want it', async () => {
    await want();
    await deliverAll();
    const former = patientId;
    const { id } = await remaining();
    await mergeInto(id);
    await clinics.run(clinics.a, (uow) =>
      savePreference(uow, { patientId: id, shares: false, reason: '本人の希望' }),
    );
    patientId = former;
    await deliverAll();
    expect(registered()).toEqual([]);
  });
});

describe('what is refused', () => {
  it('leaves nothing to do once there is nothing to send', async () => {
    words = '';
    await want();
    expect(await deliverAll()).toEqual(['refused']);
    empty = true;
    await want();
    expect(await deliverAll()).toEqual(['delivered']);
    expect((await messages()).map((message) => message.state)).toEqual(['delivered', 'delivered']);
  });

  it('by our own validation is not sent, is kept with its place, and goes when it is corrected', async () => {
    words = '';
    await want();
    expect(await deliverAll()).toEqual(['refused']);
    expect(asked).toEqual([]);
    const noted = await clinics.run(clinics.a, (uow) =>
      uow.tables.reportUnitSend.findMany({ where: { patientId } }),
    );
    expect(noted).toMatchObject([{ outcome: 'invalid', content: null, issues: [{ text: '空です' }] }]);
    words = '胃炎';
    await want();
    await deliverAll();
    expect(registered()).toEqual(['胃炎']);
    // the refused message is settled with the one that went
    expect((await messages()).map((message) => message.state)).toEqual(['delivered', 'delivered']);
  });

  it('by the service leaves what was registered as it was', async () => {
    await want();
    await deliverAll();
    answers = 'refusing';
    words = '胃炎';
    await want();
    expect(await deliverAll()).toEqual(['refused']);
    expect(registered()).toEqual(['かぜ']);
    expect(await unit()).toMatchObject({ standing: 'registered', sentRevision: 1, wantedRevision: 2 });
  });

  it('at the first registration leaves nothing that would have to be cancelled', async () => {
    answers = 'refusing';
    await want();
    await deliverAll();
    expect(await unit()).toMatchObject({ standing: 'none', sendingToken: null });
  });
});

describe('exactly one document is in effect', () => {
  it('when the worker dies between the send and its note', async () => {
    await want();
    const [message] = await messages();
    // reading the message and taking the turn still happen; the note of the answer does not
    await expect(deliver(message?.id ?? '', dying(2))).rejects.toThrow('killed');
    expect(registered()).toEqual(['かぜ']);
    expect(await unit()).toMatchObject({ standing: 'unknown', sentRevision: 0, insuredId });
    await deliver(message?.id ?? '');
    expect(asked).toEqual(['register', 'registered']);
    expect([...held.values()].map(({ revision }) => revision)).toEqual([1]);
    expect(await unit()).toMatchObject({ standing: 'registered', sentRevision: 1 });
  });

  it('when the answer is late, and the content changed meanwhile', async () => {
    answers = 'late';
    await want();
    expect(await deliverAll()).toEqual(['retry']);
    answers = 'normally';
    words = '胃炎';
    await want();
    await deliverAll();
    expect(registered()).toEqual(['胃炎']);
    expect(await unit()).toMatchObject({ sentRevision: 2, standing: 'registered' });
  });

  it('and none when the worker died in the first send and the patient then does not want it', async () => {
    await want();
    const [message] = await messages();
    await expect(deliver(message?.id ?? '', dying(2))).rejects.toThrow('killed');
    await clinics.run(clinics.a, (uow) =>
      savePreference(uow, { patientId, shares: false, reason: '本人の希望' }),
    );
    await deliverAll();
    expect(held.size).toBe(0);
  });

  it('when the worker dies between the cancellation and the registration under a new insurance', async () => {
    await want();
    await deliverAll();
    insuredId = '01130012:新:2:00';
    await want();
    const last = (await messages()).at(-1);
    await expect(deliver(last?.id ?? '', dying(2))).rejects.toThrow('killed');
    expect(held.size).toBe(0);
    await deliver(last?.id ?? '');
    expect([...held.values()].map((each) => each.insuredId)).toEqual(['01130012:新:2:00']);
  });

  it('and it is the newest, when one worker stands still while another sends a newer revision', async () => {
    await want();
    const [first] = await messages();
    let second: string | undefined;
    let stands = true;
    const slow: FlowContext = {
      ...system(),
      services: {
        sharing: {
          ...otherSide,
          // its turn has ended before its bytes leave
          async register(request: Parameters<SharingPort['register']>[0]) {
            if (stands) {
              stands = false;
              clinics.setNow('2026-11-20T09:30:00+09:00');
              words = '新しい病名';
              await want();
              second = (await messages()).at(-1)?.id;
              expect(await deliver(second ?? '')).toBe('delivered');
              expect(registered()).toEqual(['新しい病名']);
            }
            return otherSide.register(request);
          },
        } as SharingPort,
      } as FlowContext['services'],
    };
    await deliver(first?.id ?? '', slow);
    // the old bytes came last; whoever lost the turn has the newest sent once more
    expect(registered()).toEqual(['かぜ']);
    await deliverAll();
    expect(registered()).toEqual(['新しい病名']);
    expect(await unit()).toMatchObject({ standing: 'registered', wantedSince: null });
  });

  it('when two workers have a message each: the second waits for the first', async () => {
    await want();
    const [first] = await messages();
    let other = '';
    meanwhile = async () => {
      meanwhile = async () => {};
      words = '胃炎';
      await want();
      other = await deliver((await messages()).at(-1)?.id ?? '');
    };
    await deliver(first?.id ?? '');
    expect(other).toBe('retry');
    await deliverAll();
    expect(registered()).toEqual(['胃炎']);
  });

  it('whatever is done twice', async () => {
    await want();
    const [message] = await messages();
    await deliver(message?.id ?? '');
    await clinics.run(clinics.a, (uow) =>
      uow.tables.outboxMessage.updateMany({ where: { id: message?.id ?? '' }, data: { state: 'pending' } }),
    );
    expect(await deliver(message?.id ?? '')).toBe('delivered');
    expect(asked).toEqual(['register']);
  });
});

describe('the night, at half past midnight in Tokyo', () => {
  const night = () => nightRound((work) => clinics.run(clinics.a, work, 'system'));
  beforeEach(async () => {
    await night();
    await deliverAll();
  });
  const atNight = () => clinics.setNow('2026-11-21T00:30:00+09:00');

  it('puts all of it on its way, however much it is', async () => {
    const many = 501;
    await clinics.run(clinics.a, (uow) =>
      uow.tables.reportUnit.createMany({
        data: Array.from({ length: many }, () => ({
          tenantId: uow.tenantId,
          patientId,
          kind: 'Observation',
          sourceId: randomUUID(),
          identifier: `1310000001^2026^${randomUUID()}`,
          wantedSince: uow.now,
        })),
      }),
    );
    atNight();
    expect(await night()).toBe(many);
    expect(await night()).toBe(0);
    const listed = await clinics.run(clinics.a, (uow) => listSharing(uow, { date: null, mayName: true }));
    expect([listed.rows.length, listed.more > 0]).toEqual([500, true]);
    expect(listed.counts.waiting).toBeGreaterThanOrEqual(many);
  });

  it('puts on its way what was given up', async () => {
    await want();
    await clinics.run(clinics.a, (uow) =>
      uow.tables.outboxMessage.updateMany({ where: { patientId }, data: { state: 'dead' } }),
    );
    atNight();
    expect(await night()).toBeGreaterThan(0);
    expect(await deliverAll()).toEqual(['delivered']);
    expect(registered()).toEqual(['かぜ']);
    expect(await night()).toBe(0);
  });

  it('leaves alone what is on its way and what a person must correct', async () => {
    await want();
    atNight();
    const states = async () => (await messages()).map((message) => message.state);
    await night();
    expect(await states()).toEqual(['pending']);
    words = '';
    await deliverAll();
    await night();
    expect(await states()).toEqual(['refused']);
  });

  it('sends nothing of a clinic that does not share, and all of it once it does', async () => {
    const settings = (sharesInformation: boolean) =>
      clinics.run(clinics.a, (uow) =>
        uow.tables.clinicSettings.upsert({
          where: { tenantId: uow.tenantId },
          create: {
            tenantId: uow.tenantId,
            ...strictestSettings,
            sharesInformation,
            updatedById: clinics.a.doctorId,
            updatedAt: uow.now,
          },
          update: { sharesInformation },
        }),
      );
    await settings(false);
    await want();
    await deliverAll();
    atNight();
    expect(await night()).toBe(0);
    expect(asked).toEqual([]);
    await settings(true);
    await night();
    await deliverAll();
    expect(registered()).toEqual(['かぜ']);
  });
});

it('of another clinic are out of reach', async () => {
  await want();
  const count = await clinics.run(clinics.b, (uow) => uow.tables.reportUnit.count());
  expect(count).toBe(0);
  await clinics.run(clinics.b, (uow) => wantUnitsOf(uow, patientId));
  expect((await unit()).wantedRevision).toBe(1);
});
