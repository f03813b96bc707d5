import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importMasters, readDemoMasters } from '../../../../prisma/seed/masters-import/index.ts';
import { drugsLike, listFavouriteDrugs } from '../masters/index.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { moveFavourite, removeFavourite, saveFavourite } from './favourites.ts';
import { readNameChoice, saveNameChoice } from './name-choice.ts';
import { type DraftRp, draftRpSchema } from './rules/draft.ts';
import { changeOrderSet, createOrderSet, listOrderSets, moveOrderSet, removeOrderSet } from './sets.ts';
import { moved } from './shelf-owner.ts';
import { useOrderSet } from './use-set.ts';

let clinics: TwoClinics;
let owner: Awaited<ReturnType<TwoClinics['test']['connect']>>;
const masters = readDemoMasters(join(import.meta.dirname, '../../../../prisma/seed/masters'));
const named = (yjCode: string) => masters.tables.drug.find((drug) => drug.yjCode === yjCode);

beforeAll(async () => {
  clinics = await openTwoClinics();
  owner = await clinics.test.connect('owner');
  await importMasters(owner, masters.tables, { editions: masters.editions });
});
afterAll(() => clinics?.close());

const norvasc = '2171022F2025';
const halcion = '1124007F2026';

const rp = (yjCode: string, more: Record<string, unknown> = {}): DraftRp =>
  draftRpSchema.parse({
    clientId: randomUUID(),
    formClass: '1',
    quantity: 14,
    usage: { code: '1011000400000000', text: '内服・経口・１日１回朝食後', timesPerDay: 1 },
    medications: [
      {
        clientId: randomUUID(),
        yjCode,
        receiptCode: named(yjCode)?.receiptCode ?? '',
        name: (named(yjCode)?.name ?? 'x').normalize('NFKC'),
        ingredientName: named(yjCode)?.ingredientName ?? 'x',
        dose: '1',
        unit: named(yjCode)?.unit ?? '錠',
        unitCode: null,
        ...more,
      },
    ],
  });
const run: TwoClinics['run'] = (...of) => clinics.run(...of);
const create = (name: string, rps: DraftRp[], owner: 'own' | 'clinic' = 'own', clinic = clinics.a) =>
  run(clinic, (uow) => createOrderSet(uow, { owner, name, rps }));
const names = async (clinic = clinics.a) =>
  (await run(clinic, (uow) => listOrderSets(uow))).map((set) => set.name);

describe('sets', () => {
  it('are made from an order without what belongs to the patient, and used with ids of their own', async () => {
    const { id } = await create('血圧', [
      {
        ...rp(norvasc, {
          burden: { first: true, second: false, third: false, special: false },
          supplements: [
            { kind: 'brand_at_patients_wish', text: '患者希望', code: null },
            { kind: 'crush', text: '粉砕', code: null },
          ],
        }),
        splitQuantities: [7, 7],
      },
    ]);
    const used = await run(clinics.a, (uow) => useOrderSet(uow, { id }));
    expect(used.problems).toEqual([]);
    expect(used.rps).toHaveLength(1);
    expect(used.rps[0]).toMatchObject({ quantity: 14, splitQuantities: null });
    expect(used.rps[0]?.medications[0]).toMatchObject({
      yjCode: norvasc,
      dose: '1',
      burden: null,
      supplements: [{ kind: 'crush' }],
    });
    const again = await run(clinics.a, (uow) => useOrderSet(uow, { id }));
    expect(again.rps[0]?.clientId).not.toBe(used.rps[0]?.clientId);
    expect((await clinics.audited(clinics.a)).map((event) => event.action)).toContain('order_set.create');
  });

  it('say which drug has ended, leave it out and offer what can take its place', async () => {
    const { id } = await create('眠れない', [rp(halcion), rp(norvasc)]);
    await owner.query(`UPDATE master.drug SET valid_to = '2026-11-19' WHERE yj_code = $1`, [halcion]);
    try {
      const used = await run(clinics.a, (uow) => useOrderSet(uow, { id }));
      expect(used.rps.map((each) => each.medications.map((line) => line.yjCode))).toEqual([[], [norvasc]]);
      expect(used.problems).toHaveLength(1);
      expect(used.problems[0]).toMatchObject({
        kind: 'ended',
        message:
          'ハルシオン0.25mg錠 は、いまの医薬品マスターにありません（販売中止など）。入れずにおきました。',
        rpClientId: used.rps[0]?.clientId,
        line: { yjCode: halcion, dose: '1' },
      });
      const replacements = used.problems[0]?.replacements ?? [];
      expect(replacements.length).toBeGreaterThan(0);
      for (const drug of replacements) expect(drug.ingredientName).toBe('トリアゾラム');
    } finally {
      await owner.query(`UPDATE master.drug SET valid_to = NULL WHERE yj_code = $1`, [halcion]);
    }
  });

  it('offer the same strength and form before the others', async () => {
    const like = await run(clinics.a, (uow) => drugsLike(uow, norvasc));
    expect(like.length).toBeGreaterThan(2);
    const same = like.map((drug) => drug.yjCode.startsWith(norvasc.slice(0, 9)));
    expect(same).toEqual([...same].sort((a, b) => Number(b) - Number(a)));
    expect(same[0]).toBe(true);
    expect(like.map((drug) => drug.yjCode)).not.toContain(norvasc);
  });

  it('leave open what has become another unit or usage, and say so', async () => {
    const { id } = await create('昔の', [
      {
        ...rp(norvasc, { unit: 'ｇ', name: 'ノルバスク散' }),
        usage: { code: '1099999999999999', text: '昔の用法', timesPerDay: 1 },
      },
    ]);
    const used = await run(clinics.a, (uow) => useOrderSet(uow, { id }));
    expect(used.problems.map((problem) => problem.kind)).toEqual(['usage', 'renamed', 'unit']);
    expect(used.rps[0]).toMatchObject({ usage: null });
    expect(used.rps[0]?.medications[0]).toMatchObject({ unit: '錠', dose: null, name: 'ノルバスク錠5mg' });
  });

  it('are not changed over what somebody else has changed', async () => {
    const { id } = await create('風邪', [rp(norvasc)], 'clinic');
    await run(clinics.a, (uow) =>
      changeOrderSet(uow, { owner: 'clinic', id, rowVersion: 1, name: '風邪（大人）' }),
    );
    const stale = { owner: 'clinic' as const, id, rowVersion: 1 };
    const refused = { code: 'stale' };
    await expect(
      run(clinics.a, (uow) => changeOrderSet(uow, { ...stale, name: '別の名' })),
    ).rejects.toMatchObject(refused);
    await expect(run(clinics.a, (uow) => removeOrderSet(uow, stale))).rejects.toMatchObject(refused);
    expect(await names()).toContain('風邪（大人）');
  });

  it('belong to their owner and their clinic', async () => {
    const own = await create('自分の', [rp(norvasc)]);
    const shared = await create('医院の', [rp(norvasc)], 'clinic');
    // the own list does not reach the clinic's, nor the other way round
    for (const [owner, id] of [
      ['clinic', own.id],
      ['own', shared.id],
    ] as const)
      await expect(
        run(clinics.a, (uow) => removeOrderSet(uow, { owner, id, rowVersion: 1 })),
      ).rejects.toMatchObject({ code: 'not_found' });
    // a colleague sees the clinic's only
    const colleague = randomUUID();
    await run(clinics.a, (uow) =>
      uow.tables.staff.create({
        data: {
          tenantId: clinics.a.tenantId,
          id: colleague,
          roles: ['doctor'],
          familyName: '検証',
          givenName: '同僚',
          familyKana: 'ケンショウ',
          givenKana: 'ドウリョウ',
        },
      }),
    );
    const seen = await clinics.runAs(clinics.a, colleague, (uow) => listOrderSets(uow));
    expect(seen.every((set) => set.owner === 'clinic')).toBe(true);
    expect(seen.map((set) => set.name)).toContain('医院の');
    await expect(
      clinics.runAs(clinics.a, colleague, (uow) => useOrderSet(uow, { id: own.id })),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await names(clinics.b)).toEqual([]);
    await expect(run(clinics.b, (uow) => useOrderSet(uow, { id: shared.id }))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('keep their order when one is moved', async () => {
    for (const name of ['一', '二', '三']) await create(name, [rp(norvasc)], 'own', clinics.b);
    const [first] = await run(clinics.b, (uow) => listOrderSets(uow));
    await run(clinics.b, (uow) =>
      moveOrderSet(uow, { owner: 'own', id: first?.id ?? '', rowVersion: 1, direction: 'down' }),
    );
    expect(await names(clinics.b)).toEqual(['二', '一', '三']);
    expect(moved(['a', 'b'], 0, 'up')).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 'down')).toEqual(['a', 'b']);
  });

  it('refuses to keep an order without drugs', async () => {
    await expect(create('空', [{ ...rp(norvasc), medications: [] }])).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('よく使う薬', () => {
  const save = (yjCode: string, owner: 'own' | 'clinic' = 'own', usageCode = '1011000400000000') =>
    run(clinics.a, (uow) => saveFavourite(uow, { owner, yjCode, dose: '1', usageCode, quantity: 28 }));
  const list = async () =>
    (await run(clinics.a, (uow) => listFavouriteDrugs(uow))).map((drug) => drug.yjCode);

  it('are added, changed, moved and taken out, own before the clinic’s', async () => {
    await save(norvasc);
    await save(halcion);
    await save(halcion);
    await save('2171022F2289', 'clinic');
    expect(await list()).toEqual([norvasc, halcion, '2171022F2289']);
    await run(clinics.a, (uow) => moveFavourite(uow, { owner: 'own', yjCode: halcion, direction: 'up' }));
    expect(await list()).toEqual([halcion, norvasc, '2171022F2289']);
    await run(clinics.a, (uow) => removeFavourite(uow, { owner: 'own', yjCode: halcion }));
    expect(await list()).toEqual([norvasc, '2171022F2289']);
    expect(await run(clinics.b, (uow) => listFavouriteDrugs(uow))).toEqual([]);
  });

  it('refuse what is not in the masters, and a usage without a code', async () => {
    await expect(save('9999999F9999')).rejects.toMatchObject({ code: 'not_found' });
    await expect(save(norvasc, 'own', DUMMY_USAGE_CODE)).rejects.toMatchObject({ code: 'invalid' });
  });
});

it('writes by the doctor’s choice of name, else by the clinic’s, else by product', async () => {
  const holds = async () => (await run(clinics.a, (uow) => readNameChoice(uow))).holds;
  expect(await holds()).toBe('brand');
  await run(clinics.a, (uow) => saveNameChoice(uow, { owner: 'clinic', choice: 'generic' }));
  expect(await holds()).toBe('generic');
  await run(clinics.a, (uow) => saveNameChoice(uow, { owner: 'own', choice: 'brand' }));
  expect(await holds()).toBe('brand');
  expect((await run(clinics.b, (uow) => readNameChoice(uow))).holds).toBe('brand');
});
