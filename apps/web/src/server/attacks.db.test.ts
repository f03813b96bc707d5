import { permissionTable } from '@shirube/core/identity';
import { type Database, openDatabase, type ResolvedSession } from '@shirube/db';
import {
  type ClinicFixture,
  createTestDatabase,
  insertApiClient,
  insertClinic,
  insertNote,
  type TestDatabase,
} from '@shirube/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import {
  hostileNumbers,
  hostileTexts,
  hostileThings,
  oversized,
  type Path,
  placesIn,
  removeAt,
  replaceAt,
  sharpest,
  valueAt,
} from '../testing/hostile.ts';
import { procedureInputs } from '../testing/procedure-inputs.ts';
import { callProcedure, holderFor, loadDeclarations, sessionOf } from '../testing/procedures.ts';
import { enrich, samplesOf } from '../testing/schema-samples.ts';
import type { AnyDeclaration } from './procedure.ts';

// thousands of refusals are expected: their log lines are looked at in redaction.db.test.ts
vi.hoisted(() => {
  process.env.SHIRUBE_LOG_LEVEL = 'silent';
});

/**
 * The attack page: every procedure there is, by somebody who may call it, in their own clinic, with inputs that are nearly
 * right. Whatever is sent, the answer is a success or a typed refusal.
 */
const refusals = [
  'BAD_REQUEST',
  'UNPROCESSABLE_CONTENT',
  'NOT_FOUND',
  'FORBIDDEN',
  'CONFLICT',
  'PRECONDITION_FAILED',
  'TOO_MANY_REQUESTS',
  // no outside service answers in this test
  'SERVICE_UNAVAILABLE',
];
/** The same attacks in every run, unless another seed is asked for. */
const seed = Number(process.env.SHIRUBE_ATTACK_SEED ?? 20261122);
/** Attacks on one procedure beside the sharpest: all when there are fewer, as many by chance when there are more. */
const mostChanges = Number(process.env.SHIRUBE_ATTACK_CHANGES ?? 150);

let test: TestDatabase;
let app: Awaited<ReturnType<TestDatabase['connect']>>;
let database: Database;
let declarations: AnyDeclaration[];

beforeAll(async () => {
  declarations = await loadDeclarations();
  test = await createTestDatabase();
  app = await test.connect('app');
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  useTestEnvironment(test.urls.app);
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

interface Target {
  clinic: ClinicFixture;
  session: ResolvedSession;
}

/** A clinic in which the valid input still works: a successful write uses one up. */
async function freshTarget(declaration: AnyDeclaration): Promise<Target> {
  const clinic = await insertClinic(app, 'うち');
  await insertApiClient(app, clinic, 'うち');
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${clinic.tenantId}'`);
  await insertNote(app, clinic);
  await app.query('COMMIT');
  return { clinic, session: sessionOf(clinic, holderFor(permissionTable[declaration.permission]), 'ours') };
}

interface Change {
  at: Path;
  what: string;
  apply(input: unknown): unknown;
}

/** Every single change of an input of this shape that is worth trying. */
function changesOf(shape: unknown): Change[] {
  return placesIn(shape).flatMap((at): Change[] => {
    const values = [...hostileTexts, ...hostileNumbers, ...hostileThings()].map((value, index) => ({
      at,
      what: `${typeof value} #${index}`,
      apply: (input: unknown) => replaceAt(input, at, value),
    }));
    const key = at.at(-1);
    const leftOut = { at, what: 'left out', apply: (input: unknown) => removeAt(input, at) };
    const here = valueAt(shape, at);
    const extra =
      typeof here === 'object' && here !== null && !Array.isArray(here)
        ? ['__proto__', 'constructor', 'tenantId', 'staffId', 'role'].map((name) => ({
            at,
            what: `extra ${name}`,
            apply: (input: unknown) => replaceAt(input, at, withOwn(valueAt(input, at) as object, name)),
          }))
        : [];
    return [...values, ...(typeof key === 'string' ? [leftOut] : []), ...extra];
  });
}

/** The changes that are never left to chance. */
const sharpestOf = (shape: unknown): Change[] =>
  placesIn(shape).flatMap((at) =>
    sharpest.map((value, index) => ({
      at,
      what: `sharp #${index}`,
      apply: (input: unknown) => replaceAt(input, at, value),
    })),
  );

/** A copy with one more property of its own, also where the name is a special one. */
function withOwn(thing: object, name: string): object {
  return Object.defineProperty({ ...thing }, name, { value: 'x', enumerable: true });
}

/** Calls, and says what is wrong with the answer, or null. */
async function attack(declaration: AnyDeclaration, target: Target, input: unknown): Promise<string | null> {
  const answer = await callProcedure(declaration.name, input, { session: target.session, database });
  if (answer.ok && declaration.kind === 'mutation') Object.assign(target, await freshTarget(declaration));
  if (answer.ok && JSON.stringify(input)?.includes(oversized)) return 'took a text of 100,000 characters';
  if (answer.ok || refusals.includes(answer.code)) return null;
  return `${answer.code}: ${answer.text.slice(0, 300)}`;
}

describe('an attack on every procedure', () => {
  // @proves V2.2.1 V2.2.2 V1.2.4 V15.3.5 V15.3.6 V16.5.1
  it('by changing one thing of a valid input ends in a typed refusal or a success', {
    timeout: 120_000,
  }, async () => {
    const problems: string[] = [];
    const counts: string[] = [];
    for (const declaration of declarations) {
      const target = await freshTarget(declaration);
      const [sample] = fc.sample(samplesOf(declaration.input), { seed, numRuns: 1 });
      const input = () => enrich(procedureInputs(target.clinic, '検証')[declaration.name], sample);
      const all = changesOf(input());
      const length = Math.min(mostChanges, all.length);
      const [byChance = []] = fc.sample(fc.shuffledSubarray(all, { minLength: length, maxLength: length }), {
        seed,
        numRuns: 1,
      });
      const changes = all.length <= mostChanges ? all : [...sharpestOf(input()), ...byChance];
      for (const change of changes) {
        // the input is made again, because the clinic may be another one by now
        const problem = await attack(declaration, target, change.apply(input()));
        if (problem) problems.push(`${declaration.name} ${change.at.join('.')} ${change.what}: ${problem}`);
      }
      counts.push(`${declaration.name} ${changes.length}`);
    }
    process.stdout.write(`Single changes tried: ${counts.join(', ')}\n`);
    expect(problems).toEqual([]);
  });

  // @proves V2.2.1 V16.5.1
  it('with anything at all ends in a typed refusal or a success', { timeout: 120_000 }, async () => {
    const hostile = fc.oneof(
      fc.constantFrom(...hostileTexts, ...hostileNumbers),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.jsonValue({ maxDepth: 3 }),
      fc.double(),
    );
    for (const declaration of declarations) {
      const target = await freshTarget(declaration);
      await fc.assert(
        fc.asyncProperty(
          samplesOf(declaration.input),
          fc.array(fc.tuple(fc.nat(), hostile), { maxLength: 4 }),
          fc.boolean(),
          async (sample, changes, known) => {
            let input = known
              ? enrich(procedureInputs(target.clinic, '検証')[declaration.name], sample)
              : sample;
            for (const [place, value] of changes) {
              const places = placesIn(input);
              input = replaceAt(input, places[place % places.length] ?? [], value);
            }
            expect([declaration.name, await attack(declaration, target, input)]).toEqual([
              declaration.name,
              null,
            ]);
          },
        ),
        { seed, numRuns: 30, endOnFailure: true },
      );
    }
  });

  it('leaves no trace in the prototype of anything', () => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
