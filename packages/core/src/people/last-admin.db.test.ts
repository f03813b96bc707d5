import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRoles, leave } from './index.ts';
import { openPeopleFixture, type PeopleFixture, type Someone } from './testing/clinic.ts';

let people: PeopleFixture;
beforeAll(async () => {
  people = await openPeopleFixture();
});
afterAll(() => people?.close());

const versionOf = async (who: Someone): Promise<number> =>
  (await people.superuser.query('SELECT row_version FROM staff WHERE id = $1', [who.staffId])).rows[0]
    .row_version;
const demote = async (who: Someone, by: Someone) =>
  people.run(by, async (uow) =>
    changeRoles(uow, {
      staffId: who.staffId,
      rowVersion: await versionOf(who),
      roles: ['clerk'],
      reason: '異動',
    }),
  );
const promote = (who: Someone) =>
  people.superuser.query(`UPDATE staff SET roles = '{admin}', row_version = row_version + 1 WHERE id = $1`, [
    who.staffId,
  ]);

describe('the last administrator', () => {
  it('can not be demoted or leave: the refusal is a sentence', async () => {
    await demote(people.tanaka, people.suzuki);
    await expect(demote(people.suzuki, people.doctor)).rejects.toMatchObject({
      code: 'conflict',
      userMessage: expect.stringContaining('最後の管理者'),
    });
    await expect(
      people.run(people.suzuki, async (uow) =>
        leave(uow, {
          staffId: people.suzuki.staffId,
          rowVersion: await versionOf(people.suzuki),
          leftOn: '2026-11-01',
          reason: '退職',
        }),
      ),
    ).rejects.toMatchObject({ code: 'conflict' });
    await promote(people.tanaka);
  });

  it('is kept by the database, whoever writes', async () => {
    await people.superuser.query(`UPDATE staff SET roles = '{clerk}' WHERE id = $1`, [people.tanaka.staffId]);
    const last = [people.suzuki.staffId];
    for (const statement of [
      `UPDATE staff SET roles = '{clerk}' WHERE id = $1`,
      `UPDATE staff SET active = false, left_on = '2026-11-20' WHERE id = $1`,
    ])
      await expect(people.superuser.query(statement, last)).rejects.toMatchObject({ code: 'SH040' });
    await promote(people.tanaka);
  });

  it('does not count somebody who can not sign in', async () => {
    await people.superuser.query('UPDATE identity.account SET disabled_at = now() WHERE id = $1', [
      people.tanaka.accountId,
    ]);
    await expect(demote(people.suzuki, people.doctor)).rejects.toMatchObject({ code: 'conflict' });
    await people.superuser.query('UPDATE identity.account SET disabled_at = NULL WHERE id = $1', [
      people.tanaka.accountId,
    ]);
  });

  it('may hand over in one transaction', async () => {
    await people.superuser.query(`UPDATE staff SET roles = '{clerk}' WHERE id = $1`, [people.tanaka.staffId]);
    await people.superuser.query('BEGIN');
    await people.superuser.query(`UPDATE staff SET roles = '{clerk}' WHERE id = $1`, [people.suzuki.staffId]);
    await people.superuser.query(`UPDATE staff SET roles = '{admin}' WHERE id = $1`, [people.tanaka.staffId]);
    await people.superuser.query('COMMIT');
    await promote(people.suzuki);
  });

  it('remains when two administrators demote each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const results = await Promise.allSettled([
        demote(people.tanaka, people.suzuki),
        demote(people.suzuki, people.tanaka),
      ]);
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
      await promote(people.suzuki);
      await promote(people.tanaka);
    }
  });

  it('does not hold back the removal of a whole clinic', async () => {
    const { elsewhere } = people;
    const only = await people.addStaff(elsewhere, await people.addAccount('only'), ['admin']);
    await expect(
      people.superuser.query('DELETE FROM staff WHERE id = $1', [only.staffId]),
    ).rejects.toMatchObject({ code: 'SH040' });
    await people.superuser.query('BEGIN');
    for (const table of ['encounter', 'reception', 'staff'])
      await people.superuser.query(`DELETE FROM ${table} WHERE tenant_id = $1`, [elsewhere.tenantId]);
    await people.superuser.query('COMMIT');
  });
});
