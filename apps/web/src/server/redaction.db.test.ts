import { Writable } from 'node:stream';
import { permissionTable } from '@shirube/core/identity';
import { type Database, openDatabase } from '@shirube/db';
import {
  type ClinicFixture,
  createTestDatabase,
  insertClinic,
  insertNote,
  type TestDatabase,
} from '@shirube/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import { placesIn, replaceAt, valueAt } from '../testing/hostile.ts';
import { procedureInputs } from '../testing/procedure-inputs.ts';
import { callProcedure, holderFor, loadDeclarations, sessionOf } from '../testing/procedures.ts';
import { enrich, samplesOf } from '../testing/schema-samples.ts';
import type { AnyDeclaration } from './procedure.ts';

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

/** What must not be seen again outside the record: each of a kind that a record holds. */
const canaries = {
  name: '金糸雀',
  kana: 'カナリアショウ',
  text: '金糸雀は夜に眠れないと言う',
  number: '31415926',
  phone: '090-3141-5926',
  password: 'canary-password',
  token: 'canary.token.value',
};
const every = Object.values(canaries);

let test: TestDatabase;
let app: Awaited<ReturnType<TestDatabase['connect']>>;
let database: Database;
let declarations: AnyDeclaration[];
const kept = { out: process.stdout.write, error: process.stderr.write };

beforeAll(async () => {
  declarations = await loadDeclarations();
  test = await createTestDatabase();
  app = await test.connect('app');
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  useTestEnvironment(test.urls.app);
  for (const stream of [process.stdout, process.stderr])
    stream.write = ((chunk: string | Uint8Array) => written.push(String(chunk)) > 0) as typeof stream.write;
});
afterAll(async () => {
  Object.assign(process.stdout, { write: kept.out });
  Object.assign(process.stderr, { write: kept.error });
  await database?.close();
  await test?.drop();
});

/** A clinic whose records hold a canary wherever a person's data stands. */
async function clinicWithCanaries(): Promise<ClinicFixture> {
  const clinic = await insertClinic(app, canaries.name);
  const { tenantId, patientId } = clinic;
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${tenantId}'`);
  await insertNote(app, clinic);
  await app.query(
    `UPDATE patient SET family_kana = $3, kana_key = $3, address = $4, phone = $5 WHERE tenant_id = $1 AND id = $2`,
    [tenantId, patientId, canaries.kana, canaries.text, canaries.phone],
  );
  await app.query(`UPDATE reception SET purpose = $2 WHERE tenant_id = $1`, [tenantId, canaries.text]);
  await app.query(
    `INSERT INTO coverage (tenant_id, id, patient_id, insurer_number, symbol, number, is_dependent, copay_percent, source)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, $3, false, 30, 'test')`,
    [tenantId, patientId, canaries.number, canaries.text],
  );
  await app.query('COMMIT');
  return clinic;
}

/** What of the canaries is seen in what was logged, or in an error. */
const seenIn = (text: string) => every.filter((canary) => text.includes(canary));

async function calls(
  declaration: AnyDeclaration,
  over: Database,
): Promise<{ leaks: string[]; made: number }> {
  const leaks: string[] = [];
  const [sample] = fc.sample(samplesOf(declaration.input), { seed: 20261122, numRuns: 1 });
  let clinic = await clinicWithCanaries();
  const inputFor = () => enrich(procedureInputs(clinic, canaries.kana)[declaration.name], sample);
  const texts = placesIn(inputFor()).filter((at) => typeof valueAt(inputFor(), at) === 'string');
  const variants: ((input: unknown) => unknown)[] = [
    (input) => input,
    ...texts.flatMap((at) => every.map((canary) => (input: unknown) => replaceAt(input, at, canary))),
    (input) => texts.reduce((changed, at) => replaceAt(changed, at, canaries.text), input),
  ];
  for (const change of variants) {
    const session = sessionOf(clinic, holderFor(permissionTable[declaration.permission]), 'ours');
    const answer = await callProcedure(declaration.name, change(inputFor()), { session, database: over });
    if (answer.ok && declaration.kind === 'mutation') clinic = await clinicWithCanaries();
    if (answer.ok) continue;
    const shown = `${answer.text} ${JSON.stringify(answer.error)}`;
    if (over === database && seenIn(shown).length > 0) leaks.push(`${declaration.name}: error ${shown}`);
  }
  return { leaks, made: variants.length };
}

describe('what a procedure leaves behind outside the record', () => {
  // @proves D6 V16.2.5 V14.2.1 V16.5.1
  it('holds no name, text, number, password or token, whatever is sent and however it ends', {
    timeout: 120_000,
  }, async () => {
    written.length = 0;
    const leaks: string[] = [];
    let made = 0;
    for (const declaration of declarations) {
      const result = await calls(declaration, database);
      leaks.push(...result.leaks);
      made += result.made;
    }
    const lines = written.join('');
    kept.out.call(process.stdout, `${made} calls with canaries, ${written.length} pieces of output.\n`);
    expect(leaks).toEqual([]);
    expect(seenIn(lines)).toEqual([]);
    // the calls were logged, so that their absence means something
    for (const { name } of declarations) expect(lines).toContain(`"procedure":"${name}"`);
  });

  // @proves D6 V16.2.5
  it('holds none when the database itself fails with the values in its message', {
    timeout: 120_000,
  }, async () => {
    written.length = 0;
    const failing: Database = {
      ...database,
      run: () =>
        Promise.reject(
          Object.assign(new Error(`Invalid create() invocation:\n{ text: "${every.join(' ')}" }`), {
            code: 'P2010',
            meta: { target: every },
            cause: new Error(canaries.text),
          }),
        ),
    };
    for (const declaration of declarations) {
      const clinic = await clinicWithCanaries();
      const session = sessionOf(clinic, holderFor(permissionTable[declaration.permission]), 'ours');
      await callProcedure(declaration.name, procedureInputs(clinic, canaries.kana)[declaration.name], {
        session,
        database: failing,
      });
    }
    const lines = written.join('');
    expect(lines).toContain('P2010');
    expect(seenIn(lines)).toEqual([]);
  });
});
