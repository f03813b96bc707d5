import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptAsNewPerson,
  acceptWithAccount,
  createInvitation,
  createInvitationInput,
  getPerson,
  invitationCodeSha256,
  listPeople,
  revokeInvitation,
} from './index.ts';
import { openPeopleFixture, type PeopleFixture } from './testing/clinic.ts';

let people: PeopleFixture;
beforeAll(async () => {
  people = await openPeopleFixture();
});
afterAll(() => people?.close());

let counter = 0;
let code: string;
let invitationId: string;

const invite = (changes: Record<string, unknown> = {}) =>
  people.run(people.suzuki, (uow) =>
    createInvitation(
      uow,
      createInvitationInput.parse({
        familyName: '新井',
        givenName: '遥',
        familyKana: 'アライ',
        givenKana: 'ハルカ',
        roles: ['nurse', 'clerk'],
        licence: '看護師',
        licenceNumber: '1234567',
        ...changes,
      }),
    ),
  );
const sha256 = (text = code) => invitationCodeSha256(text) as Uint8Array;
const nobody = { staffId: null, name: '新井 遥', role: 'invited', requestId: 'test' };
const accept = (loginId: string, tenantId = people.clinic.tenantId, text = code) =>
  people.database.run({ tenantId, actor: nobody }, (uow) =>
    acceptAsNewPerson(uow, { codeSha256: sha256(text), loginId, passwordHash: 'x' }),
  );
const acceptAs = (accountId: string, text = code) =>
  people.database.run({ tenantId: people.clinic.tenantId, actor: nobody }, (uow) =>
    acceptWithAccount(uow, { codeSha256: sha256(text), accountId }),
  );

beforeEach(async () => {
  ({ code, invitationId } = await invite());
  counter += 1;
});

describe('a code', () => {
  it('is read however it was typed, and nothing else is a code', () => {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    const typed = code.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ').toLowerCase();
    expect(invitationCodeSha256(typed)).toEqual(sha256());
    const wide = [...code.replaceAll('-', '')]
      .map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
      .join('');
    expect(invitationCodeSha256(wide)).toEqual(sha256());
    for (const text of ['', 'ABCDE', `${code}0`, `${code.slice(0, -1)}U`])
      expect(invitationCodeSha256(text)).toBeNull();
  });

  it('is not in the database', async () => {
    const { rows } = await people.superuser.query(
      'SELECT row_to_json(i)::text AS text FROM staff_invitation i',
    );
    for (const { text } of rows) {
      expect(text).not.toContain(code);
      expect(text).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('tells its holder where it leads', async () => {
    expect(await people.database.invitations.byCode(sha256())).toMatchObject({
      invitationId,
      tenantId: people.clinic.tenantId,
      familyName: '新井',
      roles: ['nurse', 'clerk'],
      forExisting: false,
    });
    expect(await people.database.invitations.byCode(sha256('0'.repeat(20)))).toBeNull();
  });
});

describe('accepting an invitation', () => {
  it('makes the sign-in and the place in the clinic, with roles and licence as offered', async () => {
    const { staffId } = await accept(`arai${counter}`);
    const person = await people.run(people.suzuki, (uow) => getPerson(uow, { staffId }));
    expect(person).toMatchObject({
      familyName: '新井',
      roles: ['nurse', 'clerk'],
      licence: '看護師',
      licenceNumber: '1234567',
      active: true,
    });
    expect(person.changes[0]).toMatchObject({ what: '入職した', actorName: '新井 遥' });
    const { rows } = await people.superuser.query(
      `SELECT a.login_id, a.display_name FROM identity.account a JOIN staff s ON s.account_id = a.id WHERE s.id = $1`,
      [staffId],
    );
    expect(rows).toEqual([{ login_id: `arai${counter}`, display_name: '新井 遥' }]);
    const { invitations } = await people.run(people.suzuki, listPeople);
    expect(invitations.find((each) => each.invitationId === invitationId)?.state).toBe('accepted');
  });

  // @proves V6.4.1
  it('works once, even for many at once', async () => {
    const results = await Promise.allSettled([1, 2, 3, 4].map((n) => accept(`many${counter}-${n}`)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await expect(accept(`later${counter}`)).rejects.toMatchObject({ code: 'not_found' });
    await expect(acceptAs(people.doctor.accountId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await people.database.invitations.byCode(sha256())).toBeNull();
  });

  // @proves V6.4.1
  it('is over after 72 hours', async () => {
    const { rows } = await people.superuser.query(
      `SELECT expires_at - created_at = interval '72 hours' AS right FROM staff_invitation WHERE id = $1`,
      [invitationId],
    );
    expect(rows).toEqual([{ right: true }]);
    await people.superuser.query(
      `UPDATE staff_invitation SET created_at = created_at - interval '73 hours', expires_at = expires_at - interval '73 hours'
        WHERE id = $1`,
      [invitationId],
    );
    expect(await people.database.invitations.byCode(sha256())).toBeNull();
    await expect(accept(`late${counter}`)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is over when it was revoked, and a used one can not be revoked', async () => {
    const revoke = () => people.run(people.tanaka, (uow) => revokeInvitation(uow, { invitationId }));
    await revoke();
    await expect(accept(`revoked${counter}`)).rejects.toMatchObject({ code: 'not_found' });
    await expect(revoke()).rejects.toMatchObject({ code: 'conflict' });
    ({ code, invitationId } = await invite());
    await accept(`used${counter}`);
    await expect(revoke()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('leads to its own clinic only', async () => {
    await expect(accept(`other${counter}`, people.elsewhere.tenantId)).rejects.toMatchObject({
      code: 'not_found',
    });
    await accept(`other${counter}`);
  });

  it('leads nowhere while the clinic is not in use', async () => {
    const setState = (state: string) =>
      people.superuser.query('UPDATE tenant SET state = $2, state_reason = $3 WHERE id = $1', [
        people.clinic.tenantId,
        state,
        '料金の確認',
      ]);
    await setState('suspended');
    expect(await people.database.invitations.byCode(sha256())).toBeNull();
    await setState('active');
    expect(await people.database.invitations.byCode(sha256())).not.toBeNull();
  });

  it('leaves the code unused when the sign-in name is taken', async () => {
    await expect(accept('suzuki')).rejects.toMatchObject({ code: 'conflict', at: 'loginId' });
    await accept(`taken${counter}`);
  });
});

describe('an invitation of somebody who has a sign-in', () => {
  it('gives a second place to that sign-in and to no other', async () => {
    const accountId = await people.addAccount(`guest${counter}`);
    const other = await people.addAccount(`other-guest${counter}`);
    ({ code, invitationId } = await invite({ loginId: ` GUEST${counter} ` }));
    expect((await people.database.invitations.byCode(sha256()))?.forExisting).toBe(true);
    await expect(accept(`new${counter}`)).rejects.toMatchObject({ code: 'not_found' });
    await expect(acceptAs(other)).rejects.toMatchObject({ code: 'not_found' });
    await acceptAs(accountId);
    await expect(acceptAs(accountId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('does not give a second place in the same clinic, or bring a leaver back', async () => {
    await expect(acceptAs(people.doctor.accountId)).rejects.toMatchObject({ code: 'conflict' });
    // refused, so not used up
    await accept(`still${counter}`);
  });

  it('is nothing to a sign-in that was switched off', async () => {
    const accountId = await people.addAccount(`off${counter}`);
    await people.superuser.query('UPDATE identity.account SET disabled_at = now() WHERE id = $1', [
      accountId,
    ]);
    await expect(acceptAs(accountId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe("a clinic's first administrator", () => {
  it('is invited by the operator, who is nobody in the clinic', async () => {
    const operator = { staffId: null, name: '運用者 一', role: 'operator', requestId: 'test' };
    const made = await people.database.run({ tenantId: people.elsewhere.tenantId, actor: operator }, (uow) =>
      createInvitation(
        uow,
        createInvitationInput.parse({
          familyName: '院',
          givenName: '長',
          familyKana: 'イン',
          givenKana: 'チョウ',
          roles: ['admin'],
          licence: null,
        }),
      ),
    );
    const { staffId } = await accept(`first${counter}`, people.elsewhere.tenantId, made.code);
    const { rows } = await people.superuser.query(
      'SELECT i.created_by_name, s.roles FROM staff_invitation i JOIN staff s ON s.id = i.staff_id WHERE s.id = $1',
      [staffId],
    );
    expect(rows).toEqual([{ created_by_name: '運用者 一', roles: ['admin'] }]);
  });
});

describe('the app role', () => {
  it('can neither change what was offered nor make a code open again', async () => {
    const app = await people.test.connect('app');
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${people.clinic.tenantId}'`);
    for (const statement of [
      `UPDATE staff_invitation SET roles = '{admin}'`,
      'UPDATE staff_invitation SET accepted_at = NULL',
      `UPDATE staff_invitation SET expires_at = now() + interval '1 year'`,
      'DELETE FROM staff_invitation',
    ]) {
      await app.query('SAVEPOINT s');
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
      await app.query('ROLLBACK TO s');
    }
    await app.query('ROLLBACK');
  });
});
