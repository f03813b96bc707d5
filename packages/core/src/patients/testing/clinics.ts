import { randomUUID } from 'node:crypto';
import { type Database, openDatabase, type Scope, type UnitOfWork } from '@shirube/db';
import { createTestDatabase, type TestDatabase } from '@shirube/db/testing';
import { type ClinicFixture, insertClinic } from '../../../../db/src/testing/fixtures.ts';

/** Two clinics on a fresh real database. The clock stands still until a test sets it. */
export interface TwoClinics {
  a: ClinicFixture;
  b: ClinicFixture;
  test: TestDatabase;
  /** what all units of work take for now; 09:15 on 2026-11-20 in Tokyo at first */
  setNow(instant: string): void;
  /** one unit of work of a clinic, acted by its doctor or by the system */
  run<T>(clinic: ClinicFixture, work: (uow: UnitOfWork) => Promise<T>, as?: 'doctor' | 'system'): Promise<T>;
  /** one unit of work of a clinic, acted by one of its people */
  runAs<T>(clinic: ClinicFixture, staffId: string, work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  /** audit events of a clinic, oldest first */
  audited(clinic: ClinicFixture): Promise<{ action: string; patientId: string | null; outcome: string }[]>;
  close(): Promise<void>;
}

export async function openTwoClinics(): Promise<TwoClinics> {
  const test = await createTestDatabase();
  const app = await test.connect('app');
  const a = await insertClinic(app, '甲');
  const b = await insertClinic(app, '乙');
  let now = new Date('2026-11-20T09:15:00+09:00');
  const database: Database = openDatabase({ url: test.urls.app, poolSize: 6, now: () => now });
  const scopeOf = (clinic: ClinicFixture, as: 'doctor' | 'system'): Scope => ({
    tenantId: clinic.tenantId,
    actor:
      as === 'doctor'
        ? { staffId: clinic.doctorId, name: '検証 医師', role: 'doctor', requestId: randomUUID() }
        : { staffId: null, name: 'システム', role: 'system', requestId: randomUUID() },
  });
  return {
    a,
    b,
    test,
    setNow(instant) {
      now = new Date(instant);
    },
    run: (clinic, work, as = 'doctor') => database.run(scopeOf(clinic, as), work),
    runAs: (clinic, staffId, work) =>
      database.run(
        {
          tenantId: clinic.tenantId,
          actor: { staffId, name: '検証 職員', role: 'doctor', requestId: randomUUID() },
        },
        work,
      ),
    audited: (clinic) =>
      database.run(scopeOf(clinic, 'system'), (uow) =>
        uow.tables.auditEvent.findMany({
          select: { action: true, patientId: true, outcome: true },
          orderBy: { id: 'asc' },
        }),
      ),
    async close() {
      await database.close();
      await test.drop();
    },
  };
}
