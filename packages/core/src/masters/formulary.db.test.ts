import { join } from 'node:path';
import { DUMMY_USAGE_CODE, toSearchKey } from '@shirube/terminology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importMasters, readDemoMasters } from '../../../../prisma/seed/masters-import/index.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { noteDrugUse } from '../prescribing/recent-drugs.ts';
import { plainLine, plainRp } from '../records/index.ts';
import {
  browseDrugs,
  drugShelf,
  listFavouriteDrugs,
  listPrescriptionCodes,
  listUsages,
  prescriptionCodesSchema,
  searchDrugs,
} from './index.ts';

/** The pickers over the whole formulary of the demo clinics. */
let clinics: TwoClinics;
const masters = readDemoMasters(join(import.meta.dirname, '../../../../prisma/seed/masters'));
beforeAll(async () => {
  clinics = await openTwoClinics();
  const owner = await clinics.test.connect('owner');
  await importMasters(owner, masters.tables, { editions: masters.editions });
});
afterAll(() => clinics?.close());

describe('用法 to pick', () => {
  const table = new Set(masters.tables.usage_code.map((usage) => usage.code));

  it.each(['1', '2', '3', '4', '9'] as const)(
    'offers codes of the table for 剤形区分 %s',
    async (formClass) => {
      const usages = await clinics.run(clinics.a, (uow) => listUsages(uow, { formClass }));
      expect(usages.length).toBeGreaterThan(20);
      expect(usages.filter((usage) => !table.has(usage.code))).toEqual([]);
      const taken = { '1': ['1'], '2': ['2'], '3': ['3'], '4': ['1', '2'], '9': ['1', '2', '3'] }[formClass];
      expect([...new Set(usages.map((usage) => usage.formClass))].sort()).toEqual(taken);
    },
  );

  it('has the dummy code in the table for what the table lacks, and never offers it as a usage', async () => {
    expect(table.has(DUMMY_USAGE_CODE)).toBe(true);
    for (const formClass of ['5', '6', null] as const) {
      const usages = await clinics.run(clinics.a, (uow) => listUsages(uow, { formClass }));
      expect(usages.map((usage) => usage.code)).not.toContain(DUMMY_USAGE_CODE);
      if (formClass !== null) expect(usages).toEqual([]);
    }
  });

  it('reaches every usage of the table through the grouping of its form', async () => {
    const usages = await clinics.run(clinics.a, (uow) => listUsages(uow));
    expect(usages).toHaveLength(masters.tables.usage_code.length - 1);
    for (const usage of usages) {
      if (usage.formClass === '2') expect(usage.condition, usage.text).not.toBeNull();
      if (usage.formClass === '3') expect(usage.method, usage.text).not.toBe('');
    }
  });

  it.each([
    ['就寝前 食後', 8],
    ['点眼', 8],
    ["'; DROP TABLE drug; --", 0],
    // nothing that can be looked for: the whole list
    ['%', masters.tables.usage_code.length - 1],
  ])('finds by words: %s', async (text, count) => {
    expect(await clinics.run(clinics.a, (uow) => listUsages(uow, { text }))).toHaveLength(count);
  });
});

describe('the small code tables', () => {
  it('lists supplements, uneven doses, sites and units, everyday ones marked', async () => {
    const codes = prescriptionCodesSchema.parse(
      await clinics.run(clinics.a, (uow) => listPrescriptionCodes(uow)),
    );
    expect(codes.usageSupplements[0]).toEqual({ code: 'I1100000', name: '隔日投与', isCommon: true });
    expect(codes.sites).toContainEqual({ code: '42L', name: '左耳', isCommon: true });
    expect(codes.units).toContainEqual({ code: 'TAB', name: '錠', isCommon: true });
    expect(codes.unevenDoses.map((each) => each.code)).toContain('V32NNNNN');
    expect(codes.sites.filter((site) => site.isCommon).length).toBeGreaterThan(20);
  });
});

const page = 15;
const search = (text: string, clinic = clinics.a) =>
  clinics.run(clinic, (uow) => searchDrugs(uow, { text, limit: page }));
const codes = async (text: string) => (await search(text)).map((drug) => drug.yjCode);

describe('every drug of the formulary', () => {
  it('is found by the first three characters of its kana, or by going on typing', async () => {
    const lost: string[] = [];
    await clinics.run(clinics.a, async (uow) => {
      for (const drug of masters.tables.drug) {
        const kana = toSearchKey(drug.kana);
        let found = false;
        for (let length = Math.min(3, kana.length); !found && length <= kana.length; length += 3) {
          const hits = await searchDrugs(uow, { text: kana.slice(0, length), limit: page });
          found = hits.some((hit) => hit.yjCode === drug.yjCode);
          if (length < kana.length && length + 3 > kana.length) length = kana.length - 3;
        }
        if (!found) lost.push(drug.name);
      }
    });
    expect(lost).toEqual([]);
  }, 120_000);

  it('is reached by pressing kana alone', async () => {
    const target = toSearchKey('ハルシオン');
    for (let length = 0; length < target.length; length += 1) {
      const { next } = await clinics.run(clinics.a, (uow) =>
        browseDrugs(uow, { prefix: target.slice(0, length) }),
      );
      expect(next.map((each) => each.letter)).toContain(target[length]);
    }
    const { next, classes } = await clinics.run(clinics.a, (uow) => browseDrugs(uow, { prefix: '' }));
    expect(next.reduce((sum, each) => sum + each.count, 0)).toBe(masters.tables.drug.length);
    expect(classes.reduce((sum, each) => sum + each.count, 0)).toBe(masters.tables.drug.length);
    const ofClass = await clinics.run(clinics.a, (uow) =>
      searchDrugs(uow, { therapeuticClass: '眼科用剤', limit: 50 }),
    );
    expect(ofClass).toHaveLength(classes.find((each) => each.name === '眼科用剤')?.count ?? 0);
  });
});

describe('what can be typed', () => {
  const halcion = '1124007F2026';
  it.each([
    ['YJ code', halcion],
    ['YJ code in full width', '１１２４００７Ｆ２０２６'],
    ['the beginning of a YJ code', '1124007F2'],
    ['receipt code', masters.tables.drug.find((drug) => drug.yjCode === halcion)?.receiptCode ?? ''],
    ['HOT9', masters.tables.drug.find((drug) => drug.yjCode === halcion)?.hot9 ?? ''],
    ['HOT13', `${masters.tables.drug.find((drug) => drug.yjCode === halcion)?.hot9}0101`],
    ['ローマ字', 'harushion'],
    ['ローマ字 in full width', 'ｈａｒｕｓｈｉｏｎ'],
    ['half-width kana', 'ﾊﾙｼｵﾝ'],
    ['hiragana with a strength', 'はるしおん 0.25'],
    ['a part of the ingredient', 'アゾラム'],
  ])('finds by %s', async (_, text) => {
    expect(await codes(text)).toContain(halcion);
  });

  it.each([
    "'; DROP TABLE drug; --",
    '%_%',
    '\\',
    '()[]*+',
    'ﾞﾟ',
    '\u{20B9F}\u{2000B}',
    '髙﨑',
    '0'.repeat(60),
  ])('takes %s as text and nothing else', async (text) => {
    expect(await codes(text)).toEqual([]);
  });

  it('shows beside every hit the names that look like it, in both directions', async () => {
    const [lipitor] = await search('リピトール');
    expect(lipitor?.lookAlikes.map((each) => each.name)).toEqual(['リボトリール']);
    const [rivotril] = await search('リボトリール');
    expect(rivotril?.lookAlikes.map((each) => each.name)).toEqual(['リピトール']);
  });
});

describe('what this doctor uses', () => {
  const amlodipine = '2171022F2289';
  const norvasc = '2171022F2025';
  const line = {
    ...plainLine,
    itemNumber: 1,
    receiptCode: '',
    name: 'x',
    ingredientName: 'x',
    unit: '錠',
    unitCode: null,
  };
  const rp = {
    ...plainRp,
    rpNumber: 1,
    formClass: '1' as const,
    quantity: 56,
    usage: { code: '1012040400000000', text: 'x', timesPerDay: 2 },
    medications: [{ ...line, yjCode: norvasc, dose: '2' }],
  };
  const use = (rps: Parameters<typeof noteDrugUse>[1]['rps']) =>
    clinics.run(clinics.a, (uow) => noteDrugUse(uow, { doctorId: clinics.a.doctorId, rps }));

  it('comes first, complete as it was last prescribed, in this clinic only', async () => {
    const before = await search('アムロジピン');
    expect(before.map((drug) => drug.group)).not.toContain('recent');
    await use([rp]);
    const [first] = await search('アムロジピン');
    expect(first).toMatchObject({
      yjCode: norvasc,
      group: 'recent',
      usualFrom: 'last_used',
      usual: { dose: '2', usageCode: '1012040400000000', quantity: 56, formClass: '1' },
    });
    expect((await clinics.run(clinics.a, (uow) => drugShelf(uow))).recent.map((drug) => drug.yjCode)).toEqual(
      [norvasc],
    );
    expect((await search('アムロジピン', clinics.b)).map((drug) => drug.yjCode)).toEqual(
      before.map((drug) => drug.yjCode),
    );
    expect((await clinics.run(clinics.b, (uow) => drugShelf(uow))).recent).toEqual([]);
  });

  it('is not learnt from a dose in another unit, and a usage without a code is passed over', async () => {
    await use([{ ...rp, medications: [{ ...line, yjCode: amlodipine, dose: '9', isTitre: true }] }]);
    expect((await search('2171022F2289'))[0]).toMatchObject({ group: 'other', usualFrom: 'master' });
    await use([
      {
        ...rp,
        usage: { code: DUMMY_USAGE_CODE, text: '気が向いたら', timesPerDay: null },
        medications: [{ ...line, yjCode: amlodipine, dose: '9' }],
      },
    ]);
    expect((await search('2171022F2289'))[0]).toMatchObject({
      group: 'recent',
      usualFrom: 'master',
      usual: { dose: '1' },
    });
  });

  it('is counted once an order, with the last way kept', async () => {
    await use([{ ...rp, medications: [...rp.medications, { ...line, yjCode: norvasc, dose: '1' }] }]);
    const [row] = await clinics.run(clinics.a, (uow) =>
      uow.tables.drugUse.findMany({ where: { yjCode: norvasc } }),
    );
    expect({ count: row?.useCount, dose: row?.dose.toString() }).toEqual({ count: 2, dose: '1' });
  });

  it('puts the favourites of doctor and clinic after it and before the rest', async () => {
    await clinics.run(clinics.a, (uow) =>
      uow.tables.drugFavourite.createMany({
        data: [
          { staffId: null, yjCode: '2171022F1282', position: 0 },
          { staffId: clinics.a.doctorId, yjCode: '1141007F3023', position: 0 },
        ].map((each) => ({
          ...each,
          tenantId: clinics.a.tenantId,
          dose: 3,
          usageCode: '1013044400000000',
          quantity: 5,
        })),
      }),
    );
    expect((await search('アムロジピン')).slice(0, 3).map((drug) => [drug.yjCode, drug.group])).toEqual([
      [norvasc, 'recent'],
      [amlodipine, 'recent'],
      ['2171022F1282', 'favourite'],
    ]);
    const favourites = await clinics.run(clinics.a, (uow) => listFavouriteDrugs(uow));
    expect(favourites.map((drug) => [drug.yjCode, drug.isOwnFavourite, drug.isClinicFavourite])).toEqual([
      ['1141007F3023', true, false],
      ['2171022F1282', false, true],
    ]);
    expect(favourites[1]).toMatchObject({ usualFrom: 'clinic_favourite', usual: { dose: '3' } });
  });
});
