import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localResult } from '../prescribing/check-order.ts';
import type { DraftRp } from '../prescribing/rules/draft.ts';
import { fetchSharedInformation, removeExpired, viewSharedInformation } from './index.ts';
import { drug, openReceivingClinics } from './testing/clinic.ts';
import {
  allergyItem,
  informationBundle,
  letterDocument,
  medicationItem,
  plainReader,
  resultItem,
  source,
} from './testing/letters.ts';

// far ahead: the database's own clock stays before every end that a test does not move there itself
const consentedAt = '2098-01-10T09:00:00.000+09:00';
const expiresAt = '2098-01-11T09:00:00.000+09:00';
const oneSecondBefore = '2098-01-11T08:59:59.000+09:00';
const oneSecondAfter = '2098-01-11T09:00:01.000+09:00';
const scope = 'sharedClinical';

let t: Awaited<ReturnType<typeof openReceivingClinics>>;
let admin: Awaited<ReturnType<typeof t.clinics.test.connect>>;
beforeAll(async () => {
  t = await openReceivingClinics();
  admin = await t.clinics.test.connect('admin');
});
afterAll(() => t?.clinics.close());

const a = () => t.clinics.a;
const view = () => t.clinics.run(a(), (uow) => viewSharedInformation(uow, { patientId: a().patientId }));
const fetchAll = () => fetchSharedInformation(t.flow('a'), plainReader, { patientId: a().patientId });
const stored = async () => {
  const { rows } = await admin.query('SELECT expires_at FROM shared_information');
  return rows.length;
};

async function answered(given: boolean, at: string, of: string = scope, until = expiresAt) {
  await t.clinics.run(a(), (uow) =>
    uow.tables.consent.create({
      data: {
        tenantId: uow.tenantId,
        patientId: a().patientId,
        scope: of,
        given,
        source: 'card_reader',
        givenAt: new Date(at),
        expiresAt: given ? new Date(until) : new Date(Date.parse(at) + 1),
      },
    }),
  );
}

/** A line of an order for the drug that only the other facility knows an allergy to. */
const order = (): DraftRp[] => [
  {
    clientId: randomUUID(),
    formClass: '1',
    formName: null,
    quantity: 7,
    usage: null,
    supplements: [],
    splitQuantities: null,
    medications: [
      {
        clientId: randomUUID(),
        kind: 'drug',
        yjCode: drug,
        receiptCode: '612170709',
        name: 'アムロジン錠５ｍｇ',
        ingredientName: 'アムロジピンベシル酸塩',
        dose: '1',
        unit: '錠',
        unitCode: null,
        isTitre: false,
        conversion: null,
        generic: null,
        substitution: null,
        unevenDoses: null,
        burden: null,
        singleDose: null,
        supplements: [],
      },
    ],
  },
];
const check = () =>
  t.clinics.run(a(), (uow) =>
    localResult(uow, { patientId: a().patientId, encounterId: a().encounterId, rps: order() }),
  );
const allergyWords = async () =>
  (await check()).coverage.filter((each) => each.kind === 'allergy').map((each) => each.text);

beforeEach(async () => {
  await admin.query(`SET session_replication_role = replica`);
  await admin.query(`DELETE FROM shared_information`);
  await admin.query(`DELETE FROM external_medication`);
  await admin.query(`DELETE FROM consent`);
  await admin.query(`DELETE FROM coverage`);
  await admin.query(
    `INSERT INTO coverage (tenant_id, id, patient_id, insurer_number, symbol, number, branch_number, is_dependent, copay_percent, source)
     VALUES ($1, gen_random_uuid(), $2, '1139906', '２１７', '4127', '0', false, 30, 'card')`,
    [a().tenantId, a().patientId],
  );
  t.setNow('2098-01-10T10:00:00+09:00');
  t.sharing.down.clear();
  t.sharing.asked.length = 0;
  t.sharing.meanwhile = async () => undefined;
  t.sharing.bundles = {
    sharedClinical: [
      informationBundle({
        items: [allergyItem({ source: source('urn:uuid:allergy', null) }), resultItem()],
        unread: [],
      }),
    ],
    sharedDiagnoses: [],
  };
});

describe('what other facilities registered', () => {
  it('is asked for under the number of the card, kept with its end, and shown by facility with its source', async () => {
    await answered(true, consentedAt);
    expect(await fetchAll()).toEqual([
      { scope: 'sharedDiagnoses', outcome: 'no_consent', reason: null },
      { scope: 'sharedClinical', outcome: 'fetched', reason: null },
    ]);
    expect(t.sharing.asked).toMatchObject([
      {
        operation: 'information',
        request: {
          person: { insuredId: '01139906:２１７:4127:00', birthDate: '1980-01-31' },
          scope,
          consentedAt: '2098-01-10T00:00:00.000Z',
        },
      },
    ]);
    const shown = await view();
    expect(shown.readableUntil).toBe('2098-01-11T00:00:00.000Z');
    expect(shown.facilities).toMatchObject([
      {
        name: '架空中央病院',
        bundles: [
          {
            scope,
            items: [{ title: 'アムロジン錠５ｍｇ', source: expect.stringContaining('架空中央病院') }],
          },
        ],
      },
    ]);
    // the decimals of the laboratory stay as they were written
    expect(shown.results).toMatchObject([
      { name: 'HbA1c(NGSP)', value: '7.10', collectedOn: '2026-09-30', interpretation: 'H' },
    ]);
  });

  it('is readable one second before the consent ends, and not one second after', async () => {
    await answered(true, consentedAt);
    await fetchAll();
    t.setNow(oneSecondBefore);
    expect((await view()).facilities).toHaveLength(1);
    expect((await check()).findings).toHaveLength(1);
    t.setNow(oneSecondAfter);
    expect(await view()).toEqual({
      consents: [],
      readableUntil: null,
      facilities: [],
      infections: [],
      results: [],
    });
    expect((await check()).findings).toEqual([]);
    // and nothing is asked for on a consent that has ended
    t.sharing.asked.length = 0;
    expect(await fetchAll()).toMatchObject([{ outcome: 'no_consent' }, { outcome: 'no_consent' }]);
    expect(t.sharing.asked).toEqual([]);
    const audited = await t.clinics.audited(a());
    expect(audited.filter((each) => each.action === 'shared_information.view').at(-1)).toMatchObject({
      outcome: 'refused',
      patientId: a().patientId,
    });
  });

  it('is gone from the database itself after the end, whoever asks', async () => {
    await answered(true, consentedAt);
    await fetchAll();
    await admin.query(`UPDATE shared_information SET expires_at = clock_timestamp()`);
    await admin.query(
      `INSERT INTO external_medication (tenant_id, id, patient_id, source, name, facility_name, dispensed_on, days, fetched_at, expires_at, entered_by_id)
       VALUES ($1, gen_random_uuid(), $2, '薬剤情報', 'サービスの薬', 'x', '2098-01-01', 90, now(), now(), NULL),
              ($1, gen_random_uuid(), $2, '手入力', '手で入れた薬', 'x', '2098-01-01', 90, now(), now(), $3)`,
      [a().tenantId, a().patientId, a().doctorId],
    );
    await t.clinics.run(a(), async (uow) => {
      expect(await uow.tables.sharedInformation.findMany()).toEqual([]);
      expect((await uow.tables.externalMedication.findMany()).map((row) => row.name)).toEqual([
        '手で入れた薬',
      ]);
    });
    // the round takes away exactly what has ended
    expect(await t.clinics.run(a(), removeExpired, 'system')).toBe(2);
    expect(await stored()).toBe(0);
    const { rows } = await admin.query('SELECT name FROM external_medication');
    expect(rows).toEqual([{ name: '手で入れた薬' }]);
  });

  it('is removed by the round only where it has ended', async () => {
    await answered(true, consentedAt);
    await fetchAll();
    expect(await t.clinics.run(a(), removeExpired, 'system')).toBe(0);
    expect(await stored()).toBe(1);
  });

  it('ends at once with a later "no" at the reader, before its deadline', async () => {
    await answered(true, consentedAt);
    await fetchAll();
    await answered(false, '2098-01-10T09:30:00+09:00');
    expect((await view()).facilities).toEqual([]);
    await t.clinics.run(a(), async (uow) =>
      expect(await uow.tables.sharedInformation.findMany()).toEqual([]),
    );
    expect((await check()).findings).toEqual([]);
    expect(await t.clinics.run(a(), removeExpired, 'system')).toBe(1);
    expect(await stored()).toBe(0);
  });

  it('is not kept when the consent was taken back while the service was asked', async () => {
    await answered(true, consentedAt);
    t.sharing.meanwhile = () => answered(false, '2098-01-10T09:30:00+09:00');
    expect((await fetchAll()).at(-1)).toMatchObject({ outcome: 'no_consent' });
    expect(await stored()).toBe(0);
  });

  it('is kept once when two screens ask at once', async () => {
    await answered(true, consentedAt);
    let came = 0;
    let both: () => void = () => {};
    const together = new Promise<void>((resolve) => {
      both = resolve;
    });
    t.sharing.meanwhile = async () => {
      came += 1;
      if (came === 2) both();
      await together;
    };
    await Promise.all([fetchAll(), fetchAll()]);
    expect(await stored()).toBe(1);
  });

  it('says which of the two could not be had, and shows the other', async () => {
    await answered(true, consentedAt);
    await answered(true, consentedAt, 'sharedDiagnoses');
    delete t.sharing.bundles.sharedDiagnoses;
    expect(await fetchAll()).toEqual([
      { scope: 'sharedDiagnoses', outcome: 'could_not_fetch', reason: '閲覧できる同意がありません。' },
      { scope: 'sharedClinical', outcome: 'fetched', reason: null },
    ]);
    expect((await view()).facilities).toHaveLength(1);
  });

  it('of a patient without insurance cannot be asked for, and says so', async () => {
    await admin.query(`DELETE FROM coverage`);
    await answered(true, consentedAt);
    expect((await fetchAll()).at(-1)).toMatchObject({
      outcome: 'could_not_fetch',
      reason: expect.stringContaining('保険の資格が登録されていない'),
    });
    expect(t.sharing.asked).toEqual([]);
  });

  it('about somebody else than was asked is not shown and not checked, and says that it came', async () => {
    await answered(true, consentedAt);
    const { person } = letterDocument();
    const of = (changes: Partial<typeof person>) =>
      informationBundle({
        items: [allergyItem(), resultItem()],
        unread: [],
        person: { ...person, ...changes },
      });
    for (const another of [
      { birthDate: '1980-01-30' },
      {
        insuredId: '01139906:21700023:9999:00',
        nameText: '別 の人',
        familyKana: 'ベツ',
        givenKana: 'ノヒト',
      },
      { insuredId: null, birthDate: null },
    ]) {
      t.sharing.bundles.sharedClinical = [of(another)];
      await fetchAll();
      const shown = await view();
      expect(shown.results).toEqual([]);
      expect(shown.facilities[0]?.bundles).toMatchObject([
        { items: [], unread: [expect.stringContaining('別の人のもの')] },
      ]);
      const checked = await check();
      expect(checked.findings).toEqual([]);
      expect(checked.outcome).toBe('could_not_check');
      const { rows } = await admin.query('SELECT length(content)::int AS bytes FROM shared_information');
      expect(rows).toEqual([{ bytes: 0 }]);
    }
    // registered under the insurance of that time: the same person
    t.sharing.bundles.sharedClinical = [of({ insuredId: '06130012:旧:1:00' })];
    await fetchAll();
    expect((await check()).findings).toHaveLength(1);
  });

  it('of the first consent alone does not pass for the second', async () => {
    await answered(true, consentedAt);
    await answered(true, consentedAt, 'sharedDiagnoses');
    t.sharing.bundles = { sharedDiagnoses: [informationBundle({ items: [], unread: [] })] };
    expect((await fetchAll())[1]).toMatchObject({ outcome: 'could_not_fetch' });
    expect((await allergyWords())[0]).toContain('届いているものがありません');
  });

  it('with days that cannot be is counted as one whose days are not said, and holds up no check', async () => {
    await answered(true, consentedAt);
    const supplied = (days: number | null) =>
      informationBundle({
        items: [medicationItem({ startsOn: '2098-01-09', days, source: source(`urn:uuid:${days}`) })],
        unread: [],
      });
    t.sharing.bundles.sharedClinical = [supplied(0), supplied(999_999_999)];
    await fetchAll();
    expect((await check()).coverage.find((each) => each.kind === 'duplicate')?.text).toContain(
      'ほかの医療機関2剤',
    );
  });

  it('with drugs that were taken back or stopped there shows them as such, and counts none of them as taken', async () => {
    await answered(true, consentedAt);
    const statuses = ['cancelled', 'entered-in-error', 'stopped', 'active'];
    t.sharing.bundles.sharedClinical = [
      informationBundle({
        items: statuses.map((status) =>
          medicationItem({ status, startsOn: '2098-01-09', source: source(`urn:uuid:${status}`) }),
        ),
        unread: [],
      }),
    ];
    await fetchAll();
    const { facilities } = await view();
    const { items } = facilities[0]!.bundles[0]!;
    expect(items.map(({ lines }) => lines.find((each) => each.startsWith('状態')))).toEqual([
      '状態：取り消し',
      '状態：取り消し（誤って記録された）',
      '状態：中止',
      undefined,
    ]);
    expect((await check()).coverage.find((each) => each.kind === 'duplicate')?.text).toContain(
      'ほかの医療機関1剤',
    );
  });

  it('is nobody else’s: the other clinic sees neither rows nor people', async () => {
    await answered(true, consentedAt);
    await fetchAll();
    await t.clinics.run(t.clinics.b, async (uow) =>
      expect(await uow.tables.sharedInformation.findMany()).toEqual([]),
    );
    await expect(
      fetchSharedInformation(t.flow('b'), plainReader, { patientId: a().patientId }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the check of an order', () => {
  it('alerts on an allergy known only from another facility, names it, and says afterwards that it was not included', async () => {
    await answered(true, consentedAt);
    await fetchAll();
    const during = await check();
    expect(during.findings).toMatchObject([
      {
        kind: 'allergy',
        tier: 'block',
        facilityName: '架空中央病院',
        otherName: 'アムロジン錠5mg',
        basis: '架空中央病院のアレルギーの記録（電子カルテ情報共有）',
        dataDate: '2026-10-01',
      },
    ]);
    expect(during.findings[0]?.words.pair).toContain('架空中央病院');
    expect(await allergyWords()).toEqual([
      'アレルギーの記録0件と、ほかの医療機関のアレルギー情報1件と比べました。',
    ]);
    t.setNow(oneSecondAfter);
    expect((await check()).findings).toEqual([]);
    expect(await allergyWords()).toEqual([
      'アレルギーの記録0件と比べました。ほかの医療機関の情報（電子カルテ情報共有）は、閲覧の同意がないか終わっているため、含めていません。',
    ]);
  });

  it('says that nothing has come where there is a consent and nothing was fetched', async () => {
    await answered(true, consentedAt);
    expect((await allergyWords())[0]).toContain('届いているものがありません');
  });

  it('could not check what has no code or could not be read, and says so', async () => {
    t.sharing.bundles.sharedClinical = [
      informationBundle({
        items: [allergyItem({ code: null, displayName: '痛み止めの注射' })],
        unread: ['アレルギーの１件に名前もコードもありません。'],
      }),
      informationBundle('{ no json', { identifier: 'x^2', institutionName: '架空第二病院' }),
    ];
    await answered(true, consentedAt);
    await fetchAll();
    const result = await check();
    expect(result.outcome).toBe('could_not_check');
    expect(result.uncheckable.find((each) => each.name === '痛み止めの注射')?.reason).toMatch(
      /架空中央病院.*コードのない/,
    );
    expect(
      result.coverage.filter((each) => each.kind === 'allergy' && each.state === 'could_not_check'),
    ).toMatchObject([
      { text: expect.stringMatching(/^架空中央病院.*名前もコードもありません/) },
      { text: expect.stringMatching(/^架空第二病院.*読み取れない形/) },
    ]);
  });

  it('asks once for an allergy that our own record holds under the same code', async () => {
    await answered(true, consentedAt);
    t.sharing.bundles.sharedClinical = [
      informationBundle({ items: [allergyItem({ code: 'GCM2171022F1ZZZ' })], unread: [] }),
    ];
    await fetchAll();
    await t.clinics.run(a(), (uow) =>
      uow.tables.allergyIntolerance.create({
        data: {
          tenantId: uow.tenantId,
          allergyId: randomUUID(),
          versionNo: 1,
          kind: 'initial',
          patientId: a().patientId,
          category: 'medication',
          code: 'GCM2171022F1ZZZ',
          displayName: 'アムロジピンベシル酸塩',
          criticality: 'high',
          departmentCode: '01',
          enteredById: a().doctorId,
          confirmedById: a().doctorId,
          confirmedAt: uow.now,
        },
      }),
    );
    expect((await check()).findings).toMatchObject([{ facilityName: '自院' }]);
  });

  it('counts no allergy that its author refuted', async () => {
    await answered(true, consentedAt);
    t.sharing.bundles.sharedClinical = [
      informationBundle({
        items: [allergyItem({ code: 'J9FA00000000', verificationStatus: 'refuted' })],
        unread: [],
      }),
    ];
    await fetchAll();
    expect((await allergyWords())[0]).not.toContain('ほかの医療機関のアレルギー情報');
  });
});
