import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import { startWorker } from './worker.ts';

/** Everything that any logger of this process writes. */
const written: string[] = vi.hoisted(() => []);
vi.mock('pino', async (original) => {
  const { default: pino } = await original<typeof import('pino')>();
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { default: (options: object) => pino(options, stream) };
});

const canary = '金糸雀は夜に眠れない 31415926';
/** A delivery that fails as a library would make it fail: with what it was given in its message. */
vi.mock('@shirube/core/delivery', async (original) => ({
  ...(await original<typeof import('@shirube/core/delivery')>()),
  deliverMessage: async () => {
    throw Object.assign(new Error(`Invalid create() invocation: { text: "${canary}" }`), {
      code: 'P2010',
      cause: new Error(canary),
    });
  },
}));

let clinic: ClinicUnderTest;
const kept = { out: process.stdout.write, error: process.stderr.write };

beforeAll(async () => {
  clinic = await openClinic();
  for (const stream of [process.stdout, process.stderr])
    stream.write = ((chunk: string | Uint8Array) => written.push(String(chunk)) > 0) as typeof stream.write;
});
afterAll(async () => {
  Object.assign(process.stdout, { write: kept.out });
  Object.assign(process.stderr, { write: kept.error });
  await clinic?.close();
});

describe('what the worker leaves behind outside the record', () => {
  // @proves D6 V16.2.5
  it('holds nobody: neither of a card that it reads nor of a delivery that fails with the values in its message', async () => {
    await clinic.control('POST', 'cards', {
      institutionCode: clinic.institutionCode,
      personId: 'p01',
      consents: { medication: true, diagnosis: true },
      issueSelect: 'electronic',
    });
    await clinic.as('doctor').run(async (uow) => {
      await uow.enqueue({
        kind: 'prescription.register',
        patientId: null,
        aggregateId: randomUUID(),
        idempotencyKey: 'canary',
        payload: { text: canary },
      });
    });
    const worker = await startWorker({ ...clinic.env, SHIRUBE_CARD_POLL_MS: 200 });
    const admin = await clinic.test.connect('admin');
    const jobs = async () =>
      (await admin.query(`SELECT last_error, payload::text FROM graphile_worker._private_jobs`)).rows;
    const cards = async () => (await admin.query(`SELECT count(*)::int AS n FROM inbound_message`)).rows[0].n;
    await expect.poll(jobs, { timeout: 20_000 }).toMatchObject([{ last_error: expect.any(String) }]);
    await expect.poll(cards, { timeout: 20_000 }).toBe(1);
    await worker.stop();
    const lines = written.join('');
    expect(lines).toContain('P2010');
    for (const text of [lines, JSON.stringify(await jobs())])
      for (const part of [canary, '金糸雀', '31415926', 'テスト', 'タロウ', '太郎', 'Invalid create'])
        expect([part, text.includes(part)]).toEqual([part, false]);
  });
});
