import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Database, openDatabase, type Scope } from '@shirube/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditRound } from './audit-round.ts';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';

let clinic: ClinicUnderTest;
let admin: Awaited<ReturnType<ClinicUnderTest['test']['connect']>>;
let yesterday: Database;
const lines: string[] = [];
const report = {
  info: (_: object, text: string) => void lines.push(text),
  warn: (_: object, text: string) => void lines.push(text),
};

const scope = (): Scope => ({
  tenantId: clinic.tenantId,
  actor: {
    staffId: clinic.doctorId,
    name: '標 一郎',
    role: 'doctor',
    requestId: 'r-1',
    origin: { client: 'browser', ip: '192.0.2.7', sessionId: 's-1', authentication: 'password+totp' },
  },
});
const round = () => auditRound(clinic.database, () => clinic.as('system'), report);

/** What an operator types. */
async function verify(name = 'test'): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [
    path.join(import.meta.dirname, 'cli/main.ts'),
    'audit',
    'verify',
    name,
  ]);
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    out += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, out };
}

/** As the owner of the tables, who can switch the refusing triggers off. */
async function tamper(statement: string): Promise<void> {
  const owner = await clinic.test.connect('owner');
  await owner.query('BEGIN');
  await owner.query(`SET LOCAL app.tenant_id = '${clinic.tenantId}'`);
  await owner.query('ALTER TABLE audit_event DISABLE TRIGGER USER');
  await owner.query('ALTER TABLE audit_checkpoint DISABLE TRIGGER USER');
  expect((await owner.query(statement)).rowCount).toBe(1);
  await owner.query('ALTER TABLE audit_event ENABLE TRIGGER USER');
  await owner.query('ALTER TABLE audit_checkpoint ENABLE TRIGGER USER');
  await owner.query('COMMIT');
}

beforeAll(async () => {
  clinic = await openClinic();
  admin = await clinic.test.connect('admin');
  yesterday = openDatabase({
    url: clinic.test.urls.app,
    poolSize: 1,
    now: () => new Date(Date.now() - 86_400_000),
  });
  for (let n = 0; n < 12; n += 1)
    await yesterday.run(scope(), async (uow) => uow.audit({ action: 'chart.open', detail: { n } }));
});
afterAll(async () => {
  await yesterday?.close();
  await clinic?.close();
});

describe('the audit trail of a clinic', () => {
  // @proves V16.2.1
  it('keeps where a request came from', async () => {
    const { rows } = await admin.query(
      'SELECT client, ip, session_id, authentication, actor_role, request_id FROM audit_event WHERE seq = 1',
    );
    expect(rows).toEqual([
      {
        client: 'browser',
        ip: '192.0.2.7',
        session_id: 's-1',
        authentication: 'password+totp',
        actor_role: 'doctor',
        request_id: 'r-1',
      },
    ]);
  });

  it('waits for its stamp while the authority is down or answers for another digest', async () => {
    for (const mode of ['down', 'wrong_signature']) {
      await clinic.control('PUT', 'faults', { tsa: { mode, delayMs: null } });
      lines.length = 0;
      await round();
      expect(lines).toEqual(['audit trail waits for a time stamp']);
    }
    await clinic.control('PUT', 'faults', { tsa: { mode: 'normal', delayMs: null } });
    expect((await admin.query('SELECT 1 FROM audit_checkpoint')).rowCount).toBe(0);
    expect((await verify()).out).toContain('時刻認証 未完了  1日');
  });

  it('is stamped by the authority when it answers, and verified with the command', async () => {
    lines.length = 0;
    await round();
    expect(lines).toEqual(['audit trail stamped']);
    const { code, out } = await verify();
    expect([code, out]).toEqual([0, expect.stringContaining('異常はありません。')]);
    expect(out).toContain('時刻認証  1日分');
    expect((await verify(clinic.institutionCode)).code).toBe(0);
    expect((await verify('nobody')).code).toBe(1);
  });

  // @proves A5 E2
  it('names a deleted event, a changed one and the newest one dropped, and the exit code says so', async () => {
    await tamper('DELETE FROM audit_event WHERE seq = 3');
    await tamper(`UPDATE audit_event SET actor_name = '別 人' WHERE seq = 7`);
    await tamper('DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event)');
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toMatch(/欠落 3番 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d の後/);
    expect(out).toMatch(/改変 7番 {2}\d{4}-\d\d-\d\d/);
    expect(out).toMatch(/末尾の欠落 \d+番/);
    expect(out).toContain('最初の異常：欠落 3番');
  });

  it("names a stamp that is another day's, or by nobody this installation trusts", async () => {
    await tamper(`UPDATE audit_checkpoint SET date = date - 1`);
    expect((await verify()).out).toMatch(/署名の不一致 12番/);
    await tamper(`UPDATE audit_checkpoint SET date = date + 1`);
    process.env.SHIRUBE_TSA_ROOTS_FILE = path.join(
      import.meta.dirname,
      '../../web/src/testing/test-root.pem',
    );
    expect((await verify()).out).toMatch(/署名の不一致 12番.*not_by_a_trusted_authority/);
    delete process.env.SHIRUBE_TSA_ROOTS_FILE;
  });
});
