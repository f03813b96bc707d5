import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { permissionTable } from '@shirube/core/identity';
import { type Database, openDatabase } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import { procedureInputs } from '../testing/procedure-inputs.ts';
import { callProcedure, holderFor, loadDeclarations, sessionOf } from '../testing/procedures.ts';
import { AccessRefused } from './access.ts';
import type { AnyDeclaration } from './procedure.ts';

/** Acts under these permissions ask for a factor proved a moment ago. */
const weighty: readonly string[] = [
  'prescription.sign',
  'prescription.authorize_signing',
  'people.change_roles',
  'people.reset_credentials',
  'clinic.settings',
  'clinic.export',
  'audit.export',
  'client.manage',
];
/** comes straight back from the signing service's own authentication, which began with a step-up */
const exempt = ['prescribing.completeSigning'];

let test: TestDatabase;
let database: Database;
let ours: ClinicFixture;
let declarations: AnyDeclaration[];
beforeAll(async () => {
  test = await createTestDatabase();
  ours = await insertClinic(await test.connect('app'), 'うち');
  useTestEnvironment(test.urls.app);
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  declarations = await loadDeclarations();
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

function sessionProved(declaration: AnyDeclaration, minutesAgo: number | null) {
  const session = sessionOf(ours, holderFor(permissionTable[declaration.permission]), 'ours');
  session.assuredAt = minutesAgo === null ? null : new Date(Date.now() - minutesAgo * 60_000);
  return session;
}
const reasonOf = (error: Error | null) => (error?.cause instanceof AccessRefused ? error.cause.reason : null);

describe('what matters most', () => {
  // @proves D2 V7.5.3
  it('is declared with a step-up: signing, exports, changes of rights, settings and secrets', () => {
    const forgotten = declarations.filter(
      (each) =>
        each.kind === 'mutation' &&
        weighty.includes(each.permission) &&
        !exempt.includes(each.name) &&
        each.stepUp !== true,
    );
    expect(forgotten.map((each) => each.name)).toEqual([]);
    expect(declarations.filter((each) => each.stepUp).length).toBeGreaterThanOrEqual(6);
  });

  it('is declared so where it leaves as a file, too', async () => {
    const folder = path.join(import.meta.dirname, 'downloads');
    for (const file of fs.globSync('*.ts', { cwd: folder }).filter((each) => !each.endsWith('.test.ts'))) {
      const module = (await import(path.join(folder, file))) as Record<
        string,
        { name?: string; permission?: string; stepUp?: boolean }
      >;
      for (const { name, permission, stepUp } of Object.values(module))
        if (permission && weighty.includes(permission)) expect([name, stepUp]).toEqual([name, true]);
    }
  });

  // @proves D2 V7.5.3
  it('is refused without a proof of the last ten minutes, before anything is read or written', async () => {
    const inputs = procedureInputs(ours, 'x');
    for (const declaration of declarations.filter((each) => each.stepUp)) {
      for (const minutes of [10, 600, null]) {
        const answer = await callProcedure(declaration.name, inputs[declaration.name], {
          session: sessionProved(declaration, minutes),
          database,
        });
        expect([declaration.name, minutes, reasonOf(answer.error)]).toEqual([
          declaration.name,
          minutes,
          'step_up_required',
        ]);
      }
      const proved = await callProcedure(declaration.name, inputs[declaration.name], {
        session: sessionProved(declaration, 9),
        database,
      });
      expect([declaration.name, reasonOf(proved.error)]).toEqual([declaration.name, null]);
    }
  });

  // @proves D2 V7.5.3
  it('is not asked for again by signing in the sign-in whose authorization began with one, and by no other', async () => {
    const inputs = procedureInputs(ours, 'x');
    const session = sessionProved(
      declarations.find((each) => each.name === 'prescribing.sign') as AnyDeclaration,
      600,
    );
    const owner = await test.connect('app');
    await owner.query(`SELECT set_config('app.tenant_id', $1, false)`, [ours.tenantId]);
    const insert = (signInId: string, state: string, hours: number) =>
      owner.query(
        `INSERT INTO signing_session (tenant_id, id, staff_id, provider, state, sign_in_id, authorized_at, expires_at)
         VALUES ($1, gen_random_uuid(), $2, 'csc-v2', $3, $4, now(), now() + make_interval(hours => $5))`,
        [ours.tenantId, session.memberships[0]?.staffId, state, signInId, hours],
      );
    const asked = async (name: string) =>
      reasonOf((await callProcedure(name, inputs[name], { session, database })).error);
    const both = async () => [await asked('prescribing.sign'), await asked('signing.signMany')];
    await insert(randomUUID(), 'authorized', 1);
    await insert(session.sessionId, 'ended', 1);
    await insert(session.sessionId, 'authorized', -1);
    expect(await both()).toEqual(['step_up_required', 'step_up_required']);
    await insert(session.sessionId, 'authorized', 2);
    expect(await both()).toEqual([null, null]);
    // it stands for signing, and for nothing else that matters
    expect(await asked('prescribing.startSigning')).toBe('step_up_required');
  });
});
