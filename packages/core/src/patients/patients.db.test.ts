import { Prisma } from '@shirube/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardResult } from '../reception/testing/card.ts';
import {
  getPatient,
  registerFromCard,
  registerPatient,
  registerPatientInput,
  searchPatients,
} from './index.ts';
import { patientSearchQuery } from './search-patients.ts';
import { readSearchTerms } from './search-terms.ts';
import { openTwoClinics, type TwoClinics } from './testing/clinics.ts';

let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
});
afterAll(() => clinics?.close());

const registration = (changes: Partial<Parameters<typeof registerPatientInput.parse>[0] & object> = {}) =>
  registerPatientInput.parse({
    familyName: '髙橋',
    givenName: '花子',
    familyKana: 'タカハシ',
    givenKana: 'ハナコ',
    birthDate: '1966-05-26',
    sex: 'female',
    ...changes,
  });

describe('registering a patient', () => {
  it('gives the next number of eight digits, and leaves an audit event', async () => {
    const patient = await clinics.run(clinics.a, (uow) => registerPatient(uow, registration()));
    expect(patient).toMatchObject({ patientNumber: '00000002', familyName: '髙橋', birthDate: '1966-05-26' });
    expect(await clinics.audited(clinics.a)).toContainEqual({
      action: 'patient.register',
      patientId: patient.id,
      outcome: 'success',
    });
  });

  it('asks before it registers someone with the same reading and birth date, and does so when told', async () => {
    const input = registration({ familyName: '高橋', familyKana: 'タカハシ　' });
    await expect(clinics.run(clinics.a, (uow) => registerPatient(uow, input))).rejects.toMatchObject({
      code: 'conflict',
      at: 'differentPersonConfirmed',
      // errors reach logs
      message: expect.not.stringMatching(/00000002|1966|タカハシ|髙橋/),
    });
    const other = await clinics.run(clinics.a, (uow) =>
      registerPatient(uow, { ...input, differentPersonConfirmed: true }),
    );
    expect(other.patientNumber).toBe('00000003');
    // another clinic has its own patients and its own numbers
    const elsewhere = await clinics.run(clinics.b, (uow) => registerPatient(uow, registration()));
    expect(elsewhere.patientNumber).toBe('00000002');
  });

  it('gives different numbers to people registered at once', async () => {
    const registered = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        clinics.run(clinics.a, (uow) =>
          registerPatient(uow, registration({ birthDate: `1970-01-0${index + 1}` })),
        ),
      ),
    );
    const numbers = registered.map((patient) => Number(patient.patientNumber)).sort((x, y) => x - y);
    expect(numbers).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('registers one person once when two clerks do it at once', async () => {
    const input = registration({ birthDate: '1980-02-29' });
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => clinics.run(clinics.a, (uow) => registerPatient(uow, input))),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
  });

  it('leaves numbers from 90000000 to the clinic, and goes on from the highest below', async () => {
    const admin = await clinics.test.connect('admin');
    await admin.query(
      `UPDATE patient SET patient_number = '90000001' WHERE tenant_id = $1 AND patient_number = '00000003'`,
      [clinics.a.tenantId],
    );
    const patient = await clinics.run(clinics.a, (uow) =>
      registerPatient(uow, registration({ birthDate: '1971-01-01' })),
    );
    expect(patient.patientNumber).toBe('00000011');
  });

  it('takes name, kana and address from a card, and refuses a card without a reading', async () => {
    const card = cardResult({ person: { nameKana: 'ﾃｽﾄ ﾀﾛｳ', postalCode: '1000099' } });
    const patient = await clinics.run(clinics.a, (uow) => registerFromCard(uow, card));
    expect(patient).toMatchObject({
      familyName: 'テスト',
      givenName: '太郎',
      familyKana: 'テスト',
      givenKana: 'タロウ',
    });
    const stored = await clinics.run(clinics.a, (uow) =>
      uow.tables.patient.findFirst({ where: { id: patient.id } }),
    );
    expect(stored).toMatchObject({ postalCode: '100-0099', kanaKey: 'テストタロウ' });
    await expect(
      clinics.run(clinics.a, (uow) => registerFromCard(uow, cardResult({ person: { nameKana: '' } }))),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('searching patients', () => {
  const found = async (text: string) => {
    const patients = await clinics.run(clinics.b, (uow) => searchPatients(uow, { text, limit: 20 }));
    return patients.map((patient) => `${patient.familyName}${patient.givenName}`);
  };

  beforeAll(async () => {
    const people = [
      { familyName: '高橋', givenName: '一郎', givenKana: 'イチロウ', birthDate: '1989-01-07' },
      {
        familyName: '渡邉󠄀',
        givenName: '健',
        familyKana: 'ワタナベ',
        givenKana: 'ケン',
        birthDate: '1989-01-08',
      },
      { familyName: 'ＳＭＩＴＨ', givenName: 'ＪＯＨＮ', familyKana: 'スミス', givenKana: 'ジョン' },
      {
        familyName: '吉田',
        givenName: '京子',
        familyKana: 'ヨシダ',
        givenKana: 'キョウコ',
        birthDate: '2000-02-29',
      },
    ];
    for (const person of people)
      await clinics.run(clinics.b, (uow) => registerPatient(uow, registration(person)));
  });

  it.each([
    ['タカハシ', ['高橋一郎', '髙橋花子']],
    ['たかはし はな', ['髙橋花子']],
    ['ﾀｶﾊｼ', ['高橋一郎', '髙橋花子']],
    // small kana and long vowels are not told apart
    ['よしだきようこ', ['吉田京子']],
    ['カハシ', []],
    // the two forms of one character find each other, and a variation selector is nothing
    ['高橋', ['高橋一郎', '髙橋花子']],
    ['髙橋花', ['髙橋花子']],
    ['渡辺', ['渡邉󠄀健']],
    ['smith', ['ＳＭＩＴＨＪＯＨＮ']],
    ['橋', []],
    ['2', ['髙橋花子']],
    ['００００００３', ['高橋一郎']],
    ['昭和64年1月7日', ['高橋一郎']],
    ['H1.1.8', ['渡邉󠄀健']],
    ['20000229', ['吉田京子']],
    ['％', []],
    ['ー', []],
  ])('%s', async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  // @proves D11
  it('never shows patients of another clinic, by whatever', async () => {
    const patient = await clinics.run(clinics.a, (uow) =>
      registerPatient(
        uow,
        registration({ familyName: '独自', familyKana: 'ドクジ', birthDate: '1901-01-01' }),
      ),
    );
    for (const text of ['ドクジ', '独自', '1901-01-01', patient.patientNumber])
      expect(await found(text)).not.toContain('独自花子');
    await expect(
      clinics.run(clinics.b, (uow) => getPatient(uow, { patientId: patient.id })),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  // @proves D6 E1
  it('audits the search without what was searched for', async () => {
    const events = await clinics.run(clinics.b, async (uow) => {
      await searchPatients(uow, { text: '吉田', limit: 20 });
      return uow.auditCount;
    });
    expect(events).toBe(1);
    const details = await clinics.run(clinics.b, (uow) =>
      uow.tables.auditEvent.findMany({ where: { action: 'patient.search' }, select: { detail: true } }),
    );
    expect(JSON.stringify(details)).not.toContain('吉田');
  });
});

describe('the plan of a search in a large clinic among others', () => {
  beforeAll(async () => {
    const admin = await clinics.test.connect('admin');
    for (const clinic of [clinics.a, clinics.b])
      await admin.query(
        `INSERT INTO patient (tenant_id, id, patient_number, family_name, given_name, family_kana, given_kana, kana_key, birth_date, sex)
         SELECT $1::uuid, gen_random_uuid(), lpad((i + 1000)::text, 8, '0'), '架空', '花子', 'カクウ', 'ハナコ',
                translate(left(md5($1::uuid::text || i), 8), '0123456789abcdef', 'アイウエオカキクケコサシスセソタ'),
                date '1930-01-01' + i % 30000, 'female' FROM generate_series(1, 5000) i`,
        [clinic.tenantId],
      );
    await admin.query('ANALYZE patient');
  });

  const planOf = async (text: string): Promise<string> => {
    const query = patientSearchQuery(readSearchTerms(text), 20);
    if (query === null) throw new Error('nothing to search for');
    const rows = await clinics.run(
      clinics.a,
      (uow) => uow.tables.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${query}`),
      'system',
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it.each(['ア', 'アイウ'])(
    'reads %s as a range of the kana index below row-level security',
    async (text) => {
      const plan = await planOf(text);
      expect(plan).toMatch(/using patient_kana_range/);
      expect(plan).toMatch(/Index Cond: .*current_setting.*kana_key ~>=~ .*kana_key ~<~/);
      expect(plan).not.toContain('Seq Scan');
    },
  );

  it.each(['19660526', '昭和41年5月26日', '123'])('reads %s from the indexes', async (text) => {
    expect(await planOf(text)).not.toContain('Seq Scan');
  });
});
