import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { retireAuditMonth } from '../../../db/src/retire-audit.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { checkpointDigest } from './chain.ts';
import { createTestAuthority } from './testing/stamps.ts';
import { verifyAudit } from './verify.ts';

/** The database's own clock decides what is old: the months of this test are long past whenever it runs. */
let clinics: TwoClinics;
let admin: pg.Client;
const authority = createTestAuthority(() => new Date());

const record = async (at: string, patientId: string | null = null, clinic = clinics.a) => {
  clinics.setNow(at);
  await clinics.run(clinic, async (uow) => uow.audit({ action: 'chart.open', patientId }), 'system');
};
const verify = async () =>
  (
    await verifyAudit(
      { run: (work) => clinics.run(clinics.a, work, 'system'), now: () => new Date() },
      authority,
    )
  ).problems.map(({ kind, seq }) => `${kind} ${seq}`);
/** A stamp over everything there is, for the day before yesterday. */
const stamp = async (clinic = clinics.a) => {
  const date = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  await clinics.run(
    clinic,
    async (uow) => {
      const { seq, hash } = await uow.tables.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } });
      const { token, time } = await authority.timestamp(
        checkpointDigest({ tenantId: uow.tenantId, date, seq, hash: Buffer.from(hash).toString('hex') }),
      );
      await uow.tables.auditCheckpoint.create({
        data: {
          tenantId: uow.tenantId,
          date: new Date(date),
          seq,
          hash,
          token: Buffer.from(token),
          stampedAt: new Date(time),
        },
      });
    },
    'system',
  );
};
const retire = (month: string) => retireAuditMonth(clinics.test.urls.owner, month);

beforeEach(async () => {
  clinics = await openTwoClinics();
  admin = await clinics.test.connect('admin');
  const owner = await clinics.test.connect('owner');
  await owner.query(`SELECT ops.make_audit_month('2018-03-01'), ops.make_audit_month('2018-04-01')`);
});
afterEach(() => clinics?.close());

describe('a month of the audit trail leaves', () => {
  // @proves E4 C1
  it('never before five years, nor before an older one', async () => {
    await expect(retire(new Date().toISOString().slice(0, 7))).rejects.toThrow('5年たっていない');
    await expect(retire('2018-04')).rejects.toThrow('もっと古い月');
    await expect(retire('2017-01')).rejects.toThrow('その月の監査証跡はありません');
    await expect(retire('2018-3')).rejects.toThrow('2021-04 のように');
  });

  it('never while the record of a patient named in it is kept', async () => {
    await record('2018-03-10T00:00:00Z', clinics.a.patientId);
    await stamp();
    await expect(retire('2018-03')).rejects.toThrow('診療録を保存中の患者');
    expect(await verify()).toEqual([]);
  });

  it('never without a stamp over it', async () => {
    await record('2018-03-10T00:00:00Z');
    await expect(retire('2018-03')).rejects.toThrow('時刻認証が済んでいません');
  });

  it('and the rest is still proved, through events that overlap the border of the months', async () => {
    await record('2018-03-10T00:00:00Z');
    await record('2018-04-01T00:00:00+09:00');
    // begun before midnight, committed after it
    await record('2018-03-31T23:59:59+09:00');
    await record('2018-04-02T00:00:00Z');
    await record('2026-11-20T00:00:00Z');
    await stamp();
    await record('2018-03-10T00:00:00Z', null, clinics.b);
    await stamp(clinics.b);
    const { table, clinics: left } = await retire('2018-03');
    expect(table).toBe('audit.events_2018_03');
    expect(left).toHaveLength(2);
    expect(left.find((each) => each.clinic === clinics.a.tenantId)).toMatchObject({ events: 2, lastSeq: 1 });
    expect(await verify()).toEqual([]);
    expect((await clinics.audited(clinics.a)).map((event) => event.action)).toContain('audit.retire');
    // the rows are still in the detached table, and nowhere else
    const rows = await admin.query(`SELECT count(*)::int AS n FROM audit.events_2018_03`);
    expect(rows.rows).toEqual([{ n: 3 }]);
    await retire('2018-04');
    expect(await verify()).toEqual([]);
    // who makes up that a month was retired is found out
    await admin.query('SET session_replication_role = replica');
    await admin.query(`DELETE FROM audit_event WHERE seq <= 5 AND tenant_id = '${clinics.a.tenantId}'`);
    await admin.query(
      `INSERT INTO audit_retirement SELECT tenant_id, '2026-11-01', 1, 5, sha256('x'), '[]' FROM audit_retirement
        WHERE month = '2018-04-01' AND tenant_id = '${clinics.a.tenantId}'`,
    );
    await admin.query('SET session_replication_role = origin');
    expect(await verify()).toContain('欠落 1');
  });
});
