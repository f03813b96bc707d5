import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bindCertificate,
  changeLicence,
  changeLicenceInput,
  changeProfile,
  changeRoles,
  createInvitation,
  createInvitationInput,
  getPerson,
  leave,
  listPeople,
  recordAccountReview,
  returnToWork,
  unbindCertificate,
} from './index.ts';
import { openPeopleFixture, type PeopleFixture, type Someone } from './testing/clinic.ts';

let people: PeopleFixture;
beforeAll(async () => {
  people = await openPeopleFixture();
  people.setNow('2026-11-20T00:30:00+09:00');
});
afterAll(() => people?.close());

const get = (who: Someone) => people.run(people.suzuki, (uow) => getPerson(uow, { staffId: who.staffId }));
const versionOf = async (who: Someone) => (await get(who)).rowVersion;
const reason = '人事異動';

const newcomer = createInvitationInput.parse({
  familyName: '新井',
  givenName: '遥',
  familyKana: 'アライ',
  givenKana: 'ハルカ',
  roles: ['nurse'],
  licence: '看護師',
});

describe('changing a member of staff', () => {
  it('keeps what it was, what it is, who did it and why, and leaves an audit event', async () => {
    await people.run(people.suzuki, async (uow) =>
      changeRoles(uow, {
        staffId: people.doctor.staffId,
        rowVersion: 1,
        roles: ['doctor', 'admin'],
        reason: '院長になった',
      }),
    );
    const person = await get(people.doctor);
    expect(person.roles).toEqual(['doctor', 'admin']);
    expect(person.changes[0]).toMatchObject({
      what: '役割を変えた',
      actorName: '試験 職員',
      reason: '院長になった',
      lines: [{ field: '役割', from: '医師', to: '医師・管理者' }],
    });
    const { rows } = await people.superuser.query(
      `SELECT entity_id::text, detail FROM audit_event WHERE action = 'people.change_roles'`,
    );
    expect(rows).toEqual([
      {
        entity_id: people.doctor.staffId,
        detail: { fields: ['roles'], from: ['doctor'], to: ['admin', 'doctor'] },
      },
    ]);
  });

  it('refuses the slower of two who change the same person, and a change that is none', async () => {
    const rowVersion = await versionOf(people.doctor);
    const profile = {
      staffId: people.doctor.staffId,
      rowVersion,
      familyName: '検証',
      givenName: '良子',
      familyKana: 'ケンショウ',
      givenKana: 'リョウコ',
      joinedOn: '2020-04-01',
      doctorCode: '',
    };
    await people.run(people.suzuki, (uow) => changeProfile(uow, profile));
    await expect(
      people.run(people.tanaka, (uow) => changeProfile(uow, { ...profile, givenName: '良太' })),
    ).rejects.toMatchObject({ code: 'stale' });
    await expect(
      people.run(people.tanaka, (uow) => changeProfile(uow, { ...profile, rowVersion: rowVersion + 1 })),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  // @proves D7
  it('lets nobody give rights to themselves', async () => {
    const rowVersion = await versionOf(people.suzuki);
    const self = { staffId: people.suzuki.staffId, rowVersion, reason };
    await expect(
      people.run(people.suzuki, (uow) => changeRoles(uow, { ...self, roles: ['admin', 'doctor'] })),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      people.run(people.suzuki, (uow) =>
        changeLicence(uow, changeLicenceInput.parse({ ...self, licence: '医師', licenceRegisteredOn: null })),
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('knows nobody of another clinic', async () => {
    const stranger = { staffId: people.elsewhere.doctorId, rowVersion: 1 };
    await expect(people.run(people.suzuki, (uow) => getPerson(uow, stranger))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      people.run(people.suzuki, (uow) =>
        leave(uow, { ...stranger, leftOn: '2026-11-20', reason: 'ほかの医院' }),
      ),
    ).rejects.toMatchObject({ code: 'not_found' });
    const { people: listed } = await people.run(people.suzuki, listPeople);
    expect(listed.map((each) => each.staffId)).not.toContain(people.elsewhere.doctorId);
  });

  // @proves D1
  it('keeps the history from being changed, even by the owner of the tables', async () => {
    const owner = await people.test.connect('owner');
    await owner.query('BEGIN');
    await owner.query(`SET LOCAL app.tenant_id = '${people.clinic.tenantId}'`);
    for (const statement of [`UPDATE staff_change SET reason = 'x'`, 'DELETE FROM staff_change']) {
      await owner.query('SAVEPOINT s');
      await expect(owner.query(statement)).rejects.toMatchObject({ code: 'SH001' });
      await owner.query('ROLLBACK TO s');
    }
    await owner.query('ROLLBACK');
  });

  it('keeps a place in the clinic with the person who has it', async () => {
    await expect(
      people.superuser.query('UPDATE staff SET account_id = $1 WHERE id = $2', [
        people.tanaka.accountId,
        people.doctor.staffId,
      ]),
    ).rejects.toMatchObject({ code: 'SH041' });
  });
});

describe('the certificate of a person', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-certificate-'));
  const make = (name: string, days: number) => {
    const file = path.join(directory, `${name}.pem`);
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        '/dev/null',
      ]
        .concat(['-out', file, '-days', String(days), '-subj', `/C=JP/CN=${name}`])
        .map(String),
      { stdio: 'ignore' },
    );
    return fs.readFileSync(file, 'utf8');
  };
  afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

  it('is bound by its SHA-256, with who bound it and when, and can be taken back', async () => {
    const certificate = make('KENSHO', 3650);
    const target = async () => ({
      staffId: people.doctor.staffId,
      rowVersion: await versionOf(people.doctor),
    });
    const input = { ...(await target()), credentialId: 'hpki-1', certificate };
    await people.run(people.suzuki, (uow) => bindCertificate(uow, input));
    const { hpki } = await get(people.doctor);
    expect(hpki.certificate).toMatchObject({
      subject: 'C=JP, CN=KENSHO',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      boundByName: '試験 admin',
      boundAt: '2026-11-19T15:30:00.000Z',
    });
    const again = { ...(await target()), credentialId: 'hpki-1', certificate };
    await expect(people.run(people.suzuki, (uow) => bindCertificate(uow, again))).rejects.toMatchObject({
      code: 'invalid',
    });
    const gone = { ...(await target()), reason: '紛失' };
    await people.run(people.suzuki, (uow) => unbindCertificate(uow, gone));
    expect((await get(people.doctor)).hpki).toEqual({ credentialId: null, certificate: null });
  });

  it('is refused when it can not be read or has run out', async () => {
    const input = {
      staffId: people.doctor.staffId,
      rowVersion: await versionOf(people.doctor),
      credentialId: 'hpki-1',
    };
    await expect(
      people.run(people.suzuki, (uow) => bindCertificate(uow, { ...input, certificate: '証明書' })),
    ).rejects.toMatchObject({ code: 'invalid', at: 'certificate' });
    const certificate = make('OLD', 1);
    people.setNow('2036-11-20T00:30:00+09:00');
    await expect(
      people.run(people.suzuki, (uow) => bindCertificate(uow, { ...input, certificate })),
    ).rejects.toMatchObject({ code: 'invalid', at: 'certificate' });
    people.setNow('2026-11-20T00:30:00+09:00');
  });
});

describe('leaving and coming back', () => {
  // @proves D1 V7.4.2
  it('ends every session of somebody who works nowhere else, and brings the same person back', async () => {
    const nurse = await people.addStaff(people.clinic, await people.addAccount('nurse'), ['nurse']);
    await people.addSession(nurse.accountId);
    await people.addSession(nurse.accountId);
    await people.run(people.suzuki, (uow) =>
      leave(uow, { staffId: nurse.staffId, rowVersion: 1, leftOn: '2026-11-20', reason }),
    );
    expect(await people.openSessions(nurse.accountId)).toBe(0);
    expect(await get(nurse)).toMatchObject({ active: false, leftOn: '2026-11-20', joinedOn: '2020-04-01' });
    await people.run(people.suzuki, (uow) =>
      returnToWork(uow, {
        staffId: nurse.staffId,
        rowVersion: 2,
        returnedOn: '2026-11-20',
        reason: '再雇用',
      }),
    );
    const back = await get(nurse);
    expect(back).toMatchObject({ active: true, leftOn: null, joinedOn: '2020-04-01' });
    expect(back.changes.map((change) => change.what)).toEqual(['復職した', '離職した']);
  });

  it('leaves the sessions of somebody who also works elsewhere', async () => {
    const accountId = await people.addAccount('both');
    const here = await people.addStaff(people.clinic, accountId, ['nurse']);
    await people.addStaff(people.elsewhere, accountId, ['nurse']);
    await people.addSession(accountId);
    await people.run(people.suzuki, (uow) =>
      leave(uow, { staffId: here.staffId, rowVersion: 1, leftOn: '2026-11-01', reason }),
    );
    expect(await people.openSessions(accountId)).toBe(1);
  });

  it('refuses days to come, in the calendar of Tokyo, and days before joining', async () => {
    const nurse = await people.addStaff(people.clinic, await people.addAccount('nurse2'), ['nurse']);
    const on = (leftOn: string) =>
      people.run(people.suzuki, (uow) =>
        leave(uow, { staffId: nurse.staffId, rowVersion: 1, leftOn, reason }),
      );
    // it is 00:30 of the 20th in Tokyo and still the 19th in UTC
    await expect(on('2026-11-21')).rejects.toMatchObject({ code: 'invalid', at: 'leftOn' });
    await expect(on('2020-03-31')).rejects.toMatchObject({ code: 'invalid', at: 'leftOn' });
    await on('2026-11-20');
    await expect(on('2026-11-20')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('ends the invitations the person handed out', async () => {
    const admin = await people.addStaff(people.clinic, await people.addAccount('admin3'), ['admin']);
    const { invitationId } = await people.run(admin, (uow) => createInvitation(uow, newcomer));
    await people.run(people.suzuki, (uow) =>
      leave(uow, { staffId: admin.staffId, rowVersion: 1, leftOn: '2026-11-20', reason }),
    );
    const { invitations } = await people.run(people.suzuki, listPeople);
    expect(invitations.find((each) => each.invitationId === invitationId)?.state).toBe('revoked');
  });
});

describe('the inventory of accounts', () => {
  // @proves D1
  it('is due three months after the last one, or after the clinic was set up', async () => {
    await people.superuser.query(`UPDATE tenant SET created_at = '2026-08-31T09:00:00+09:00' WHERE id = $1`, [
      people.clinic.tenantId,
    ]);
    const state = async () => (await people.run(people.suzuki, listPeople)).review;
    people.setNow('2026-11-30T23:30:00+09:00');
    expect(await state()).toEqual({ last: null, dueOn: '2026-11-30', overdue: false });
    people.setNow('2026-12-01T00:30:00+09:00');
    expect(await state()).toMatchObject({ overdue: true });
    await people.run(people.suzuki, (uow) => recordAccountReview(uow, { note: '異動した人なし' }));
    expect(await state()).toMatchObject({
      last: { reviewedOn: '2026-12-01', reviewedByName: '試験 職員', note: '異動した人なし' },
      dueOn: '2027-03-01',
      overdue: false,
    });
    people.setNow('2026-11-20T00:30:00+09:00');
  });
});
