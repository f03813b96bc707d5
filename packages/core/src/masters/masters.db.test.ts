import { toCompoundSearchKey } from '@shirube/terminology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import {
  allergenHitsSchema,
  diseaseHitsSchema,
  drugByYj,
  drugChoicesSchema,
  interactionPairs,
  listCommonModifiers,
  listFavouriteDrugs,
  listUsages,
  modifierHitsSchema,
  searchAllergens,
  searchDiseases,
  searchDrugs,
  searchModifiers,
  usageChoicesSchema,
} from './index.ts';

let clinics: TwoClinics;
let owner: Awaited<ReturnType<TwoClinics['test']['connect']>>;
beforeAll(async () => {
  clinics = await openTwoClinics();
  owner = await clinics.test.connect('owner');
  await insertMasters();
});
afterAll(() => clinics?.close());

interface DrugFixture {
  yj: string;
  name: string;
  kana: string;
  ingredient: string;
  generic?: string;
  route?: string;
  common?: boolean;
  validTo?: string;
}

const drugs: DrugFixture[] = [
  {
    yj: '2171022F2289',
    name: 'アムロジピンＯＤ錠５ｍｇ「架空」',
    kana: 'アムロジピンODジョウ5MG',
    ingredient: 'アムロジピンベシル酸塩',
    generic: '【般】アムロジピン口腔内崩壊錠５ｍｇ',
    common: true,
  },
  {
    yj: '2171022F1282',
    name: 'アムロジピン錠２．５ｍｇ「架空」',
    kana: 'アムロジピンジョウ2.5MG',
    ingredient: 'アムロジピンベシル酸塩',
  },
  {
    yj: '2171022F2025',
    name: 'ノルバスク錠５ｍｇ',
    kana: 'ノルバスクジョウ5MG',
    ingredient: 'アムロジピンベシル酸塩',
    common: true,
  },
  {
    yj: '1124007F2026',
    name: 'ハルシオン０．２５ｍｇ錠',
    kana: 'ﾊﾙｼｵﾝ0.25MGｼﾞｮｳ',
    ingredient: 'トリアゾラム',
    common: true,
  },
  {
    yj: '2431004F1188',
    name: 'チラーヂンＳ錠５０μｇ',
    kana: 'チラーヂンSジョウ50',
    ingredient: 'レボチロキシンナトリウム水和物',
  },
  {
    yj: '2649735S1029',
    name: '架空テープ２０ｍｇ',
    kana: 'カクウテープ20MG',
    ingredient: 'ケトプロフェン',
    route: '外用',
  },
  {
    yj: '1149019F1560',
    name: '終了錠',
    kana: 'シュウリョウジョウ',
    ingredient: '終了成分',
    validTo: '2026-11-19',
  },
  {
    yj: '1149019F1561',
    name: '経過措置錠',
    kana: 'ケイカソチジョウ',
    ingredient: '経過成分',
    validTo: '2026-11-20',
  },
];

async function insertMasters() {
  for (const drug of drugs)
    await owner.query(
      `INSERT INTO master.drug (yj_code, receipt_code, name, kana, search_key, ingredient_name, ingredient_code, generic_code, generic_name,
         route_class, dosage_form, strength, unit, therapeutic_class, is_generic, is_common, edition, valid_from, valid_to)
       VALUES ($1::text, left($1::text, 9), $2, $3, $4, $5, left($1::text, 7), $6, $7, $8, '剤', '', '錠', '', false, $9, 'e1', '2026-04-01', $10)`,
      [
        drug.yj,
        drug.name,
        drug.kana,
        toCompoundSearchKey(
          drug.kana,
          drug.name,
          drug.ingredient,
          drug.generic?.replace('【般】', '') ?? null,
        ),
        drug.ingredient,
        drug.generic ? '2171022F2ZZZ' : null,
        drug.generic ?? null,
        drug.route ?? '内用',
        drug.common ?? false,
        drug.validTo ?? null,
      ],
    );
  const usages = [
    ['1011000400000000', '内服・経口・１日１回朝食後', '朝食後', '内服', 1, false, true, null],
    ['1013044400000000', '内服・経口・１日３回毎食後', '毎食後', '内服', 3, false, true, null],
    ['1050110000000000', '内服・経口・疼痛時', '疼痛時', '内服', null, true, false, null],
    ['2H71000000000000', '外用・貼付・１日１回', '貼付', '外用', 1, false, false, null],
    ['1011000900000000', '内服・終了した用法', '終了', '内服', 1, false, true, '2026-11-19'],
  ];
  for (const usage of usages)
    await owner.query(
      `INSERT INTO master.usage_code (code, text, short_text, basic_usage, times_per_day, as_needed, is_common, edition, valid_from, valid_to)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'e1', '2026-04-01', $8)`,
      usage,
    );
  await owner.query(
    `INSERT INTO master.drug_default (yj_code, dose, usage_code, quantity, edition) VALUES
       ('2171022F2289', 1.00000, '1011000400000000', 28, 'e1'), ('1124007F2026', 0.50000, '1050110000000000', 7, 'e1'),
       ('2649735S1029', 1, '2H71000000000000', 14, 'e1')`,
  );
  for (const [no, name, kana, common] of [
    ['20061593', '高血圧症', 'コウケツアツショウ', true],
    ['20076157', '本態性高血圧症', 'ホンタイセイコウケツアツショウ', false],
    ['20061598', '高血圧性心疾患', 'コウケツアツセイシンシッカン', false],
    ['20050001', '急性胃炎', 'キュウセイイエン', true],
  ] as const)
    await owner.query(
      `INSERT INTO master.disease (management_no, receipt_code, exchange_code, name, kana, search_key, icd10, is_common, edition, valid_from)
       VALUES ($1::text, left($1::text, 7), 'AAAA', $2, $3, $4, 'I10', $5, 'e1', '2026-04-01')`,
      [no, name, kana, toCompoundSearchKey(kana, name), common],
    );
  for (const [code, name, kana, position, common] of [
    ['4012', '急性', 'キュウセイ', 'prefix', true],
    ['4001', '亜急性', 'アキュウセイ', 'prefix', false],
    ['8002', 'の疑い', 'ノウタガイ', 'suffix', true],
  ] as const)
    await owner.query(
      `INSERT INTO master.disease_modifier (code, management_no, exchange_code, name, kana, position, is_common, edition, valid_from)
       VALUES ($1, '27000221', '1250', $2, $3, $4, $5, 'e1', '2026-04-01')`,
      [code, name, kana, position, common],
    );
  for (const [code, category, name, kana, common] of [
    ['J9FC11110000', 'food', 'そば', 'そば', true],
    ['J7F711110000', 'food', '鶏卵', 'けいらん', true],
    ['J9FC11120000', 'food', 'そば粉', 'そばこ', false],
  ] as const)
    await owner.query(
      `INSERT INTO master.allergen (code, category, name, kana, search_key, is_common, edition, valid_from)
       VALUES ($1, $2, $3, $4, $5, $6, 'e1', '2026-04-01')`,
      [code, category, name, kana, toCompoundSearchKey(kana, name), common],
    );
}

const drugNames = async (text: string, limit = 20) =>
  (await clinics.run(clinics.a, (uow) => searchDrugs(uow, { text, limit }))).map((drug) => drug.name);

describe('searching drugs', () => {
  it('puts names that begin so first, then ingredients and generic names, common ones first in each', async () => {
    expect(await drugNames('あむろじぴん')).toEqual([
      'アムロジピンＯＤ錠５ｍｇ「架空」',
      'アムロジピン錠２．５ｍｇ「架空」',
      'ノルバスク錠５ｍｇ',
    ]);
  });

  it.each([
    ['ｱﾑﾛｼﾞﾋﾟﾝ', 3],
    // 2.5mg is another strength
    ['アムロジピン 5mg', 2],
    ['アムロジピン ２．５', 1],
    ['アムロジピン 2?5', 0],
    ['ハルシオン 0.25', 1],
    ['口腔内崩壊錠', 1],
    ['トリアゾラム', 1],
    // the sound counts, not the spelling
    ['チラージン', 1],
    ['ちらーぢん', 1],
    ['シオン', 1],
    ['％', 0],
    ['_', 0],
  ])('%s finds %i', async (text, count) => {
    expect(await drugNames(text)).toHaveLength(count);
  });

  it('fills the list from the beginnings alone, and never beyond its limit', async () => {
    expect(await drugNames('アムロジピン', 2)).toEqual([
      'アムロジピンＯＤ錠５ｍｇ「架空」',
      'アムロジピン錠２．５ｍｇ「架空」',
    ]);
    expect(await drugNames('ア', 1)).toEqual(['アムロジピンＯＤ錠５ｍｇ「架空」']);
  });

  it('offers a drug on its last day and not after', async () => {
    expect(await drugNames('ケイカソチ')).toEqual(['経過措置錠']);
    expect(await drugNames('シュウリョウ')).toEqual([]);
    await expect(
      clinics.run(clinics.a, (uow) => drugByYj(uow, { yjCode: '1149019F1560' })),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says how an adult usually takes it, as the order row wants it', async () => {
    const usual = async (yjCode: string) =>
      (await clinics.run(clinics.a, (uow) => drugByYj(uow, { yjCode }))).usual;
    expect(await usual('2171022F2289')).toEqual({
      dose: '1',
      usageCode: '1011000400000000',
      usageText: '内服・経口・１日１回朝食後',
      timesPerDay: 1,
      quantity: 28,
      formClass: '1',
    });
    expect(await usual('1124007F2026')).toMatchObject({ dose: '0.5', formClass: '2', timesPerDay: null });
    expect(await usual('2649735S1029')).toMatchObject({ formClass: '3' });
    expect(await usual('2171022F2025')).toBeNull();
    const hits = await clinics.run(clinics.a, (uow) => searchDrugs(uow, { text: 'アムロジピン', limit: 20 }));
    expect(drugChoicesSchema.parse(hits)).toEqual(hits);
    expect(hits[0]?.generic).toEqual({ code: '2171022F2ZZZ', name: '【般】アムロジピン口腔内崩壊錠５ｍｇ' });
  });

  it('keeps the favourites of the doctor, in order, without what has ended', async () => {
    const { a } = clinics;
    await clinics.run(a, (uow) =>
      uow.tables.drugFavourite.createMany({
        data: ['1124007F2026', '1149019F1560', '2171022F2289'].map((yjCode, position) => ({
          tenantId: a.tenantId,
          staffId: a.doctorId,
          yjCode,
          position,
          dose: 1,
          usageCode: '1013044400000000',
          quantity: 7,
        })),
      }),
    );
    const favourites = await clinics.run(a, (uow) => listFavouriteDrugs(uow));
    expect(favourites.map((drug) => drug.yjCode)).toEqual(['1124007F2026', '2171022F2289']);
    expect(favourites[0]?.usual).toMatchObject({ usageCode: '1013044400000000', quantity: 7 });
    expect(await clinics.run(clinics.b, (uow) => listFavouriteDrugs(uow))).toEqual([]);
  });
});

describe('searching the other masters', () => {
  it('finds diseases by kana and by what is inside the name', async () => {
    const hits = await clinics.run(clinics.a, (uow) =>
      searchDiseases(uow, { text: 'こうけつあつ', limit: 20 }),
    );
    expect(diseaseHitsSchema.parse(hits).map((hit) => hit.name)).toEqual([
      '高血圧症',
      '高血圧性心疾患',
      '本態性高血圧症',
    ]);
    const inside = await clinics.run(clinics.a, (uow) => searchDiseases(uow, { text: '胃炎', limit: 20 }));
    expect(inside.map((hit) => hit.name)).toEqual(['急性胃炎']);
  });

  it('finds modifiers by kana and name, and lists the everyday ones', async () => {
    const names = async (text: string) =>
      modifierHitsSchema
        .parse(await clinics.run(clinics.a, (uow) => searchModifiers(uow, { text, limit: 20 })))
        .map((hit) => hit.name);
    expect(await names('きゅうせい')).toEqual(['急性', '亜急性']);
    expect(await names('疑い')).toEqual(['の疑い']);
    expect(await names('ー')).toEqual([]);
    const common = await clinics.run(clinics.a, (uow) => listCommonModifiers(uow));
    expect(common.map((hit) => hit.name)).toEqual(['急性', 'の疑い']);
  });

  it('finds allergens', async () => {
    const hits = await clinics.run(clinics.a, (uow) => searchAllergens(uow, { text: 'ソバ', limit: 20 }));
    expect(allergenHitsSchema.parse(hits).map((hit) => hit.name)).toEqual(['そば', 'そば粉']);
  });

  it('lists usages of one form, everyday ones first, without what has ended', async () => {
    const list = (formClass: '1' | '2' | '3' | null) =>
      clinics.run(clinics.a, (uow) => listUsages(uow, { formClass }));
    expect(usageChoicesSchema.parse(await list('1')).map((usage) => usage.shortText)).toEqual([
      '1日1回 朝食後',
      '1日3回 毎食後',
    ]);
    expect((await list('2')).map((usage) => usage.shortText)).toEqual(['疼痛時']);
    expect((await list('3')).map((usage) => usage.shortText)).toEqual(['1日1回 貼付']);
    expect(await list(null)).toHaveLength(4);
  });
});

describe('the interaction table', () => {
  const load = () => clinics.run(clinics.a, (uow) => interactionPairs(uow), 'system');
  const insertPair = (id: string, edition: string, validFrom: string, validTo: string | null = null) =>
    owner.query(
      `INSERT INTO master.interaction (id, ingredient_a, prefixes_a, ingredient_b, prefixes_b, severity, message, basis, edition, valid_from, valid_to)
       VALUES ($1, 'トリアゾラム', '{1124007}', 'イトラコナゾール', '{6290004}', 'contraindicated', '作用の増強', '電子添文', $2, $3, $4)`,
      [id, edition, validFrom, validTo],
    );
  const insertEdition = (edition: string, validFrom: string) =>
    owner.query(
      `INSERT INTO master.master_edition (id, table_name, edition, source, valid_from, row_count)
       VALUES (gen_random_uuid(), 'interaction', $1, '検証', $2, 1)`,
      [edition, validFrom],
    );

  it('is read once an edition and a day, and never stale', async () => {
    clinics.setNow('2026-11-20T09:00:00+09:00');
    await insertPair('P1', 'e1', '2026-04-01');
    await insertPair('P2', 'e1', '2026-04-01', '2026-11-20');
    // without a recorded edition nothing is kept
    expect(await load()).toMatchObject({ edition: '', pairs: [{ id: 'P1' }, { id: 'P2' }] });
    await insertEdition('e1', '2026-04-01');
    const first = await load();
    expect(first).toMatchObject({
      edition: 'e1',
      pairs: [{ id: 'P1', severity: 'contraindicated' }, { id: 'P2' }],
    });
    expect((await load()).pairs).toBe(first.pairs);
    // the day ends P2
    clinics.setNow('2026-11-21T00:30:00+09:00');
    expect((await load()).pairs.map((pair) => pair.id)).toEqual(['P1']);
    // another edition replaces what is kept, and warns even before its day
    await insertPair('P3', 'e2', '2026-12-01');
    await insertEdition('e2', '2026-12-01');
    expect(await load()).toMatchObject({ edition: 'e2', pairs: [{ id: 'P1' }, { id: 'P3' }] });
    clinics.setNow('2026-11-20T09:15:00+09:00');
  });
});
