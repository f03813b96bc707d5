import { randomUUID } from 'node:crypto';
import { type Database, openDatabase, type Scope, type UnitOfWork } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clinicCalendar, readClinicProfile, saveClinicIdentity, saveClinicSchedule } from './profile.ts';
import { usualHours } from './schema.ts';
import { clinicSettings, readClinicSettings, saveClinicSettings, strictestSettings } from './settings.ts';
import { finishSetup, putOffSetupStep, readSetup } from './setup.ts';

let test: TestDatabase;
let database: Database;
let admin: pg.Client;
let here: ClinicFixture;
let elsewhere: ClinicFixture;

const scopeAt = (clinic: ClinicFixture): Scope => ({
  tenantId: clinic.tenantId,
  actor: { staffId: clinic.doctorId, name: '検証 医師', role: 'admin', requestId: randomUUID() },
});
const inClinic = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => database.run(scopeAt(here), work);

beforeAll(async () => {
  test = await createTestDatabase();
  admin = await test.connect('admin');
  const app = await test.connect('app');
  here = await insertClinic(app, 'こちら');
  elsewhere = await insertClinic(app, 'よそ');
  database = openDatabase({ url: test.urls.app, poolSize: 4 });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

const identity = {
  name: 'こちら内科',
  postalCode: '100-0001',
  address: '架空町2',
  phone: '03-1111-2222',
  fax: '',
  founderName: '医療法人 架空会',
  managingDoctorName: '検証 医師',
};

describe('the profile', () => {
  it('is saved by version: of two who change it at once, the second is told', async () => {
    const results = await Promise.allSettled(
      ['一', '二'].map((name) =>
        inClinic((uow) => saveClinicIdentity(uow, { ...identity, name, rowVersion: 1 })),
      ),
    );
    expect(results.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'stale' } });
    expect(await inClinic(readClinicProfile)).toMatchObject({ rowVersion: 2, departments: [{ code: '01' }] });
  });

  it('takes departments in the order of the clinic, the first for visits and reports', async () => {
    const calendar = { hours: usualHours, closedOnNationalHolidays: true, ownHolidays: [] };
    await inClinic((uow) =>
      saveClinicSchedule(uow, { rowVersion: 2, departmentCodes: ['09', '01'], calendar }),
    );
    expect((await inClinic(readClinicProfile)).departments).toEqual([
      { code: '09', name: '小児科' },
      { code: '01', name: '内科' },
    ]);
    const { rows } = await admin.query(`SELECT department_code, department_name FROM tenant WHERE id = $1`, [
      here.tenantId,
    ]);
    expect(rows).toEqual([{ department_code: '09', department_name: '小児科' }]);
    expect(await inClinic(clinicCalendar)).toEqual(calendar);
  });

  it('leaves the other clinic alone', async () => {
    const { rows } = await admin.query(`SELECT row_version, opening_hours FROM tenant WHERE id = $1`, [
      elsewhere.tenantId,
    ]);
    expect(rows).toEqual([{ row_version: 1, opening_hours: null }]);
  });

  it.each([
    ['its 医療機関コード, by which card results are fetched', `institution_code = '1311234569'`],
    ['its state', `state = 'suspended', state_reason = 'x'`],
    ['being a demo', 'is_demo = true'],
    ['its address in the browser', `slug = 'other'`],
  ])('can not change %s as the app role', async (_, change) => {
    const app = await test.connect('app');
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${here.tenantId}'`);
    await expect(app.query(`UPDATE tenant SET ${change}`)).rejects.toMatchObject({ code: '42501' });
    await app.query('ROLLBACK');
  });
});

describe('the settings', () => {
  it('are the strictest where nothing was chosen, and then what was chosen', async () => {
    expect(await inClinic(clinicSettings)).toEqual(strictestSettings);
    await inClinic((uow) =>
      saveClinicSettings(uow, {
        idleLockMinutes: 10,
        entryDeadlineHours: 12,
        sharesInformation: false,
        rowVersion: 0,
      }),
    );
    expect(await inClinic(readClinicSettings)).toEqual({
      idleLockMinutes: 10,
      entryDeadlineHours: 12,
      sharesInformation: false,
      rowVersion: 1,
    });
    await expect(
      inClinic((uow) =>
        saveClinicSettings(uow, {
          idleLockMinutes: 15,
          entryDeadlineHours: 12,
          sharesInformation: true,
          rowVersion: 0,
        }),
      ),
    ).rejects.toMatchObject({ code: 'stale' });
  });

  // @proves D5
  it('can not be laxer than the guideline, whoever writes them', async () => {
    await expect(
      admin.query(`UPDATE clinic_settings SET idle_lock_minutes = 16 WHERE tenant_id = $1`, [here.tenantId]),
    ).rejects.toMatchObject({ code: '23514' });
  });
});

describe('setting up', () => {
  const at = (clinic: ClinicFixture) => database.run(scopeAt(clinic), readSetup);

  it('knows what is there and what is missing from what is stored', async () => {
    expect((await at(here)).steps.map(({ step, done }) => [step, done])).toEqual([
      ['identity', true],
      ['schedule', true],
      ['people', true],
      ['security', true],
    ]);
    const open = (await at(elsewhere)).steps.filter(({ done }) => !done);
    expect(open.map(({ step, missing }) => [step, missing.length])).toEqual([
      ['identity', 2],
      ['schedule', 1],
      ['security', 1],
    ]);
  });

  it('remembers what was put off, and does not finish without who the clinic is', async () => {
    const after = await database.run(scopeAt(elsewhere), (uow) => putOffSetupStep(uow, { step: 'schedule' }));
    expect(after.steps.filter(({ putOff }) => putOff).map(({ step }) => step)).toEqual(['schedule']);
    await expect(database.run(scopeAt(elsewhere), finishSetup)).rejects.toMatchObject({ code: 'conflict' });
    expect((await inClinic(finishSetup)).finishedAt).not.toBeNull();
  });
});

describe('a clinic that is not in use', () => {
  it('says why, and a closed one until when it keeps its records: five years at least', async () => {
    const set = (change: string) =>
      admin.query(`UPDATE tenant SET ${change} WHERE id = $1`, [elsewhere.tenantId]);
    await expect(set(`state = 'suspended'`)).rejects.toMatchObject({ code: '23514' });
    await expect(set(`state = 'closed', state_reason = 'x', closed_on = '2026-11-20'`)).rejects.toMatchObject(
      {
        code: '23514',
      },
    );
    await expect(
      set(`state = 'closed', state_reason = 'x', closed_on = '2026-11-20', retention_until = '2031-11-19'`),
    ).rejects.toMatchObject({ code: '23514' });
    await set(
      `state = 'closed', state_reason = 'x', closed_on = '2026-11-20', retention_until = '2031-11-20'`,
    );
  });

  it('is on no round of the worker', async () => {
    const ids = (await database.operations.clinics()).map((clinic) => clinic.tenantId);
    expect([ids.includes(here.tenantId), ids.includes(elsewhere.tenantId)]).toEqual([true, false]);
  });

  // @proves C1
  it('is not deleted before its time, and no clinic becomes a demo to get around it', async () => {
    await expect(admin.query('DELETE FROM tenant WHERE id = $1', [elsewhere.tenantId])).rejects.toMatchObject(
      {
        code: 'SH030',
      },
    );
    await expect(
      admin.query('UPDATE tenant SET is_demo = true WHERE id = $1', [elsewhere.tenantId]),
    ).rejects.toMatchObject({ code: 'SH030' });
  });
});
