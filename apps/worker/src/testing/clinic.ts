import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EncounterDraft } from '@shirube/core/prescribing';
import { encounterDraftSchema, plainLine, plainRp } from '@shirube/core/prescribing';
import type { FlowContext } from '@shirube/core/shared';
import { type Database, openDatabase } from '@shirube/db';
import { createTestDatabase, type TestDatabase } from '@shirube/db/testing';
import { importMasters, readDemoMasters } from '@shirube/seed/masters-import';
import { type RunningSandbox, startSandbox } from '../../../sandbox/src/server.ts';
import { flowFor } from '../context.ts';
import { readEnvironment, type WorkerEnvironment } from '../env.ts';

/** A clinic on a real database beside a real sandbox: what the service-level journeys are told on. */
export interface ClinicUnderTest {
  tenantId: string;
  institutionCode: string;
  doctorId: string;
  clerkId: string;
  database: Database;
  test: TestDatabase;
  sandbox: RunningSandbox;
  env: WorkerEnvironment;
  key: Uint8Array;
  /** what a person of this clinic works with */
  as(who: 'doctor' | 'clerk' | 'system'): FlowContext;
  control(method: 'POST' | 'PUT', at: string, body: unknown): Promise<void>;
  close(): Promise<void>;
}

export const institutionCode = '1311234562';

/** variables: of the environment, beside those that every test has */
export async function openClinic(variables: Record<string, string> = {}): Promise<ClinicUnderTest> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-clinic-'));
  const test = await createTestDatabase();
  const sandbox = await startSandbox({ port: 0, host: '127.0.0.1', dir: directory, mastersDir: undefined });
  const roots = path.join(directory, 'root.pem');
  fs.writeFileSync(roots, await (await fetch(`${sandbox.url}/pki/root.pem`)).text());
  const crls = path.join(directory, 'crl-sources.txt');
  fs.writeFileSync(crls, await (await fetch(`${sandbox.url}/pki/crl-sources.txt`)).text());
  const owner = await test.connect('owner');
  const masters = readDemoMasters(path.join(import.meta.dirname, '../../../../prisma/seed/masters'));
  await owner.query('BEGIN');
  await importMasters(owner, masters.tables, { editions: masters.editions });
  await owner.query('COMMIT');
  const ids = { tenantId: randomUUID(), doctorId: randomUUID(), clerkId: randomUUID() };
  const app = await test.connect('app');
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${ids.tenantId}'`);
  await app.query(
    `INSERT INTO tenant (id, slug, name, institution_code, postal_code, address, phone, department_code, department_name)
     VALUES ($1, 'test', '検証内科', $2, '100-0000', '東京都架空区１', '03-0000-0000', '01', '内科')`,
    [ids.tenantId, institutionCode],
  );
  await app.query(
    `INSERT INTO staff (tenant_id, id, roles, family_name, given_name, family_kana, given_kana, licence, doctor_code, hpki_credential_id)
     VALUES ($1, $2, '{doctor}', '山田', '花子', 'ヤマダ', 'ハナコ', '医師', 'D001', 'hpki-test-doctor-1'),
            ($1, $3, '{clerk}', '受付', '恵', 'ウケツケ', 'メグミ', NULL, NULL, NULL)`,
    [ids.tenantId, ids.doctorId, ids.clerkId],
  );
  await app.query('COMMIT');
  process.env = {
    ...process.env,
    SHIRUBE_DATABASE_APP_URL: test.urls.app,
    SHIRUBE_DATABASE_QUEUE_URL: test.urls.queue,
    SHIRUBE_SECRET: Buffer.alloc(32, 1).toString('base64'),
    SHIRUBE_GATEWAY_URL: `${sandbox.url}/gateway`,
    SHIRUBE_SIGNING_URL: `${sandbox.url}/csc/v2`,
    SHIRUBE_CARDLESS_IDENTITY_URL: `${sandbox.url}/cardless/oidc`,
    SHIRUBE_CARDLESS_SIGNING_URL: `${sandbox.url}/cardless/sign`,
    SHIRUBE_TSA_URL: `${sandbox.url}/tsa`,
    SHIRUBE_SHARING_URL: `${sandbox.url}/sharing/v0`,
    SHIRUBE_HPKI_ROOTS_FILE: roots,
    SHIRUBE_CRL_FILE: crls,
    ...variables,
  };
  const env = readEnvironment();
  const database = openDatabase({ url: test.urls.app, poolSize: 3 });
  const system = flowFor(database, env, ids.tenantId);
  return {
    ...ids,
    institutionCode,
    database,
    test,
    sandbox,
    env,
    key: Buffer.from(env.SHIRUBE_SECRET, 'base64'),
    as(who) {
      if (who === 'system') return system;
      const staffId = who === 'doctor' ? ids.doctorId : ids.clerkId;
      const scope = {
        tenantId: ids.tenantId,
        actor: { staffId, name: who, role: who, requestId: randomUUID() },
      };
      return { ...system, run: (work) => database.run(scope, work) };
    },
    async control(method, at, body) {
      const answer = await fetch(`${sandbox.url}/control/${at}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
    },
    async close() {
      await database.close();
      await sandbox.close();
      await test.drop();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The ministry's example order: three drugs, one RP each, seven days. */
export function ministryOrder(): EncounterDraft {
  const line = (
    yjCode: string,
    receiptCode: string,
    name: string,
    dose: string,
    unit: string,
    usageCode: string,
  ) => ({
    clientId: randomUUID(),
    formClass: '1' as const,
    ...plainRp,
    quantity: 7,
    usage: { code: usageCode, text: '', timesPerDay: null },
    medications: [
      {
        clientId: randomUUID(),
        yjCode,
        receiptCode,
        name,
        ingredientName: '',
        dose,
        unit,
        unitCode: null,
        ...plainLine,
      },
    ],
  });
  return encounterDraftSchema.parse({
    soap: { subjective: '寝つきが悪い。', objective: '', assessment: '不眠症', plan: '処方' },
    rps: [
      line('1124007F2026', '611120055', 'ハルシオン0.25mg錠', '1', '錠', '1011100000000000'),
      line('6290004M1029', '616290177', 'イトリゾールカプセル50', '2', 'カプセル', '1011000300000000'),
      line('3229005F1080', '620004902', 'アスパラカリウム錠300mg', '3', '錠', '1013044400000000'),
    ],
  });
}

/** Presses the buttons of the signing service's page and comes back with the code. */
export async function authenticateAt(authorizationUrl: string): Promise<{ code: string; state: string }> {
  const page = await (await fetch(authorizationUrl)).text();
  const form = new URLSearchParams(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    ),
  );
  form.set('decision', 'approve');
  const answer = await fetch(new URL('/csc/v2/oauth2/authorize', authorizationUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const returned = new URL(answer.headers.get('location') ?? '');
  return {
    code: returned.searchParams.get('code') ?? '',
    state: returned.searchParams.get('state') ?? '',
  };
}
