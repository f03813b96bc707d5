import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase, type Scope } from './database.ts';
import { type ClinicFixture, insertClinic } from './testing/fixtures.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

/**
 * Twenty clinics share three connections. Requests of all kinds come mixed, many die on the way: nothing of one clinic may be
 * seen by, or written into, another. SHIRUBE_CROSSINGS sets how many requests; the seed of a failed run is printed and can be
 * given again.
 */
const clinicCount = 20;
const poolSize = 3;
const requests = Number(process.env.SHIRUBE_CROSSINGS ?? 100_000);
const seed = Number(process.env.SHIRUBE_SEED ?? Date.now() % 2_147_483_647);
/** more requests at once than connections, so that they wait for and inherit each other's */
const inFlight = 9;

let test: TestDatabase;
let database: Database;
const clinics: (ClinicFixture & { label: string })[] = [];

/** mulberry32: a small generator with a seed, so that a run can be repeated. */
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = generator(seed);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  for (let index = 0; index < clinicCount; index += 1) {
    const label = `医院${String(index).padStart(2, '0')}`;
    clinics.push({ ...(await insertClinic(app, label)), label });
  }
  database = openDatabase({ url: test.urls.app, poolSize });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

const scopeOf = (clinic: (typeof clinics)[number]): Scope => ({
  tenantId: clinic.tenantId,
  actor: { staffId: clinic.doctorId, name: clinic.label, role: 'doctor', requestId: 'crossing' },
});

class Abort extends Error {}

type Clinic = (typeof clinics)[number];
/** What a kind of request found of other clinics: anything but an empty list is a crossing. */
type Kind = (mine: Clinic, other: Clinic) => Promise<string[]>;

let over: Database;
const run = (mine: Clinic, work: Parameters<Database['run']>[1]) => over.run(scopeOf(mine), work);
const foreign = (mine: Clinic, rows: { tenantId: string }[]) =>
  rows.filter((row) => row.tenantId !== mine.tenantId).map((row) => `saw ${row.tenantId}`);

/** Rows that must be there at the end, by clinic. */
const committed = new Map<string, number>();
const wrote = (mine: Clinic) => committed.set(mine.tenantId, (committed.get(mine.tenantId) ?? 0) + 1);

const kinds: Record<string, { weight: number; request: Kind }> = {
  list: {
    weight: 30,
    request: async (mine) =>
      (await run(mine, async (uow) => {
        const rows = await uow.tables.patient.findMany({ select: { tenantId: true, familyName: true } });
        return [
          ...foreign(mine, rows),
          ...rows.filter((row) => row.familyName !== mine.label).map((row) => `saw ${row.familyName}`),
          ...(rows.length === 1 ? [] : [`saw ${rows.length} patients instead of one`]),
        ];
      })) as string[],
  },
  raw: {
    weight: 15,
    request: async (mine) =>
      (await run(mine, async (uow) =>
        foreign(
          mine,
          await uow.tables.$queryRaw<{ tenantId: string }[]>`
            SELECT tenant_id::text AS "tenantId" FROM encounter UNION SELECT tenant_id::text FROM staff
             UNION SELECT id::text FROM tenant`,
        ),
      )) as string[],
  },
  stranger: {
    weight: 15,
    request: async (mine, other) =>
      (await run(mine, async (uow) => {
        const row = await uow.tables.patient.findFirst({ where: { id: other.patientId } });
        const { count } = await uow.tables.patient.updateMany({
          where: { id: other.patientId },
          data: { phone: mine.label },
        });
        return [...(row ? ['found a stranger'] : []), ...(count === 0 ? [] : ['changed a stranger'])];
      })) as string[],
  },
  write: {
    weight: 15,
    request: async (mine) => {
      await run(mine, async (uow) => {
        await uow.tables.exchange.create({
          data: {
            tenantId: uow.tenantId,
            service: mine.label,
            operation: 'crossing',
            correlationId: randomUUID(),
            requestEncrypted: Buffer.of(1),
            outcome: 'ok',
            startedAt: uow.now,
            durationMs: 1,
          },
        });
        await uow.tables.patient.updateMany({ data: { phone: mine.label } });
      });
      wrote(mine);
      return [];
    },
  },
  intrude: {
    weight: 8,
    request: async (mine, other) => {
      try {
        await run(mine, (uow) =>
          uow.tables.exchange.create({
            data: {
              tenantId: other.tenantId,
              service: mine.label,
              operation: 'intrusion',
              correlationId: randomUUID(),
              requestEncrypted: Buffer.of(1),
              outcome: 'ok',
              startedAt: uow.now,
              durationMs: 1,
            },
          }),
        );
        return ['wrote into another clinic'];
      } catch {
        return [];
      }
    },
  },
  abort: {
    weight: 10,
    request: async (mine) => {
      try {
        await run(mine, async (uow) => {
          await uow.tables.patient.updateMany({ data: { phone: 'aborted' } });
          throw new Abort();
        });
      } catch (error) {
        if (!(error instanceof Abort)) throw error;
      }
      return [];
    },
  },
  error: {
    weight: 6,
    request: async (mine) => {
      await run(mine, async (uow) => {
        await uow.tables.patient.updateMany({ data: { phone: 'aborted' } });
        await uow.tables.$queryRaw`SELECT 1 / (SELECT 0)`;
      }).catch(() => undefined);
      return [];
    },
  },
  // the connection itself dies in the middle of a request
  kill: {
    weight: 0.1,
    request: async (mine) => {
      await run(mine, async (uow) => {
        await uow.tables.patient.updateMany({ data: { phone: 'aborted' } });
        await uow.tables.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
      }).catch(() => undefined);
      return [];
    },
  },
};
const wheel = Object.entries(kinds).flatMap(([name, { weight }]) =>
  Array.from({ length: weight * 10 }, () => name),
);

describe('requests of twenty clinics over three connections', () => {
  // @proves D11 V8.4.1
  it('never cross, whatever dies on the way', { timeout: 900_000 }, async () => {
    over = database;
    process.stdout.write(`${requests} requests, seed ${seed}.\n`);
    const crossings: string[] = [];
    const unexpected: string[] = [];
    const done: Record<string, number> = {};
    let left = requests;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        if (left % 20_000 === 0) process.stdout.write(`${requests - left} requests done …\n`);
        const mine = pick(clinics);
        const other = pick(clinics.filter((clinic) => clinic !== mine));
        const kind = pick(wheel);
        try {
          for (const found of await kinds[kind]!.request(mine, other)) crossings.push(`${kind}: ${found}`);
          done[kind] = (done[kind] ?? 0) + 1;
        } catch (error) {
          // a killed connection may take the request with it that was waiting for it; nothing else may fail
          unexpected.push(`${kind}: ${(error as Error).message.split('\n').at(-1)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));

    expect(crossings).toEqual([]);
    expect(unexpected.length).toBeLessThanOrEqual((done.kill ?? 0) * inFlight);
    for (const kind of Object.keys(kinds)) expect([kind, (done[kind] ?? 0) > 0]).toEqual([kind, true]);

    const admin = new pg.Client({ connectionString: test.urls.admin });
    await admin.connect();
    try {
      const { rows: exchanges } = await admin.query(
        `SELECT tenant_id, count(*)::int AS n, array_agg(DISTINCT service) AS services, array_agg(DISTINCT operation) AS operations
           FROM exchange GROUP BY tenant_id`,
      );
      for (const clinic of clinics) {
        const row = exchanges.find((each) => each.tenant_id === clinic.tenantId);
        expect([clinic.label, row?.n ?? 0]).toEqual([clinic.label, committed.get(clinic.tenantId) ?? 0]);
        if (row) expect([row.services, row.operations]).toEqual([[clinic.label], ['crossing']]);
      }
      const { rows: phones } = await admin.query(
        `SELECT family_name, phone FROM patient WHERE phone IS NOT NULL AND phone <> family_name`,
      );
      expect(phones).toEqual([]);
    } finally {
      await admin.end();
    }
    process.stdout.write(
      `${Object.entries(done)
        .map(([kind, count]) => `${kind} ${count}`)
        .join(', ')}; ${unexpected.length} lost with their connection; 0 crossings.\n`,
    );
  });

  it('would be seen to cross: the same requests without row-level security do', async () => {
    const unprotected = openDatabase({ url: test.urls.admin, poolSize });
    over = unprotected;
    try {
      const [mine, other] = clinics as [Clinic, Clinic];
      const found = new Set<string>();
      for (const kind of ['list', 'raw', 'stranger', 'intrude'])
        if ((await kinds[kind]!.request(mine, other)).length > 0) found.add(kind);
      expect([...found]).toEqual(['list', 'raw', 'stranger', 'intrude']);
    } finally {
      await unprotected.close();
    }
  });
});
