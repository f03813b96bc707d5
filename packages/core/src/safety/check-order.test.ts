import { describe, expect, it } from 'vitest';
import { checkOrder, INTERACTION_TABLE_REF } from './check-order.ts';
import { buildPairIndex } from './pair-index.ts';
import { drug, pair } from './testing/drugs.ts';
import { seedInteractions } from './testing/seed.ts';
import type { SafetyAllergy, SafetyDrug, SafetyFinding } from './types.ts';

const PAIRS = [
  pair('T1', ['1124007'], ['6290004'], { message: '血中濃度上昇のおそれ', basis: 'トリアゾラム電子添文' }),
  pair('T2', ['2149045'], ['3229005', '3229102'], {
    message: '高カリウム血症のおそれ',
    basis: 'エプレレノン電子添文',
    condition: '高血圧症の場合',
  }),
  pair('T3', ['2149045'], ['6290004'], {
    message: 'エプレレノン濃度上昇のおそれ',
    basis: 'エプレレノン電子添文',
  }),
];

const halcion = (rest = {}) => drug('order:1:1', '1124007F2026', 'ハルシオン0.25mg錠', rest);
const itrizole = (rest = {}) => drug('order:2:1', '6290004M1029', 'イトリゾールカプセル50', rest);
const aspara = (rest = {}) => drug('order:3:1', '3229005F1080', 'アスパラカリウム錠300mg', rest);
const selara = (rest = {}) =>
  drug('external:1', '2149045F1029', 'セララ錠25mg', {
    origin: 'external',
    from: '2026-11-10',
    days: 28,
    ...rest,
  });

function check(
  order: SafetyDrug[],
  rest: {
    active?: SafetyDrug[];
    external?: SafetyDrug[];
    allergies?: SafetyAllergy[];
    pairs?: typeof PAIRS;
  } = {},
) {
  return checkOrder({
    order,
    active: rest.active ?? [],
    external: rest.external ?? [],
    allergies: rest.allergies ?? [],
    pairs: rest.pairs ?? PAIRS,
    pairsEdition: '2025-08',
  });
}

const brief = (findings: readonly SafetyFinding[]) =>
  findings.map((each) => `${each.subjectRef} ${each.kind} ${each.otherName} ${each.facilityName}`).sort();

describe("the ministry's example", () => {
  const expected = [
    'order:1:1 contraindicated イトリゾールカプセル50 自院',
    'order:2:1 contraindicated セララ錠25mg 厚労薬局',
    'order:2:1 contraindicated ハルシオン0.25mg錠 自院',
    'order:3:1 contraindicated セララ錠25mg 厚労薬局',
  ];

  it('puts an alert on each line of a pair inside the order, and on the lines that meet a drug from elsewhere', () => {
    const result = check([halcion(), itrizole(), aspara()], { external: [selara()] });
    expect(result.outcome).toBe('alert');
    expect(brief(result.findings)).toEqual(expected);
    const onThird = result.findings.find((each) => each.subjectRef === 'order:3:1')!;
    // Both cover 11-20 to 11-26 of セララ's 11-10 to 12-07.
    expect([onThird.periodFrom, onThird.periodTo]).toEqual(['2026-11-20', '2026-11-26']);
    expect(onThird.condition).toBe('高血圧症の場合');
    expect(onThird.basis).toContain('2025-08');
  });

  const table = seedInteractions();
  it.runIf(table)('gives the same with the table of the demo clinics', () => {
    const result = check([halcion(), itrizole(), aspara()], { external: [selara()], pairs: table! });
    expect(brief(result.findings)).toEqual(expected);
  });
});

describe('重複投薬', () => {
  const loxonin = (ref: string, rest = {}) => drug(ref, '1149019F1560', 'ロキソニン錠60mg', rest);

  it('is the same ingredient by the same route on the same days, from any maker and in any strength', () => {
    const other = drug('own:1', '1124007F1020', 'ハルシオン0.125mg錠', {
      origin: 'clinic',
      from: '2026-11-15',
      days: 10,
    });
    const { findings } = check([halcion()], { active: [other] });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      kind: 'duplicate',
      otherRef: 'own:1',
      periodFrom: '2026-11-20',
      periodTo: '2026-11-24',
    });
  });

  it.each([
    ['ends the day before', 13, 'clear'],
    ['ends on the first day', 14, 'alert'],
  ])('previous prescription %s: %i days from 7 November is %s', (_, days, outcome) => {
    const previous = loxonin('own:1', { origin: 'clinic', from: '2026-11-07', days });
    expect(check([loxonin('order:1:1')], { active: [previous] }).outcome).toBe(outcome);
  });

  it('is not the same ingredient by another route', () => {
    const gel = drug('order:2:1', '2649735Q1020', 'ロキソニンゲル1%', {
      ingredientName: 'ロキソプロフェンナトリウム水和物',
    });
    const tablet = loxonin('order:1:1', { ingredientName: 'ロキソプロフェンナトリウム水和物' });
    expect(check([tablet, gel]).outcome).toBe('clear');
  });

  it('sees one oral ingredient that is listed under two therapeutic classes', () => {
    const analgesic = drug('order:1:1', '1143001X1015', 'アスピリン', { ingredientName: 'アスピリン' });
    const antiplatelet = drug('own:1', '3399007H1021', 'バイアスピリン錠100mg', {
      origin: 'clinic',
      ingredientName: 'アスピリン',
    });
    expect(brief(check([analgesic], { active: [antiplatelet] }).findings)).toEqual([
      'order:1:1 duplicate バイアスピリン錠100mg 自院',
    ]);
  });

  it('shows on both lines when the order itself holds the drug twice, under different keys', () => {
    const { findings } = check([loxonin('order:1:1'), loxonin('order:2:1')]);
    expect(brief(findings)).toEqual([
      'order:1:1 duplicate ロキソニン錠60mg 自院',
      'order:2:1 duplicate ロキソニン錠60mg 自院',
    ]);
    expect(new Set(findings.map((each) => each.key)).size).toBe(2);
  });

  it('shows two dispensings of one drug by one pharmacy over the same days once', () => {
    const external = [10, 40].map((days) =>
      loxonin(`external:${days}`, { origin: 'external', from: '2026-11-18', days }),
    );
    expect(check([loxonin('order:1:1')], { external }).findings).toHaveLength(1);
  });
});

describe('併用禁忌', () => {
  it('joins all rows of the table about the same two drugs into one finding, which is conditional only if all are', () => {
    const rows = [
      pair('A', ['1124007'], ['6290004'], { message: '甲', condition: '高用量の場合' }),
      pair('B', ['6290004'], ['1124007F2'], { message: '乙' }),
    ];
    const { findings } = check([halcion()], {
      active: [itrizole({ ref: 'own:1', origin: 'clinic' })],
      pairs: rows,
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ message: '乙／甲', condition: null });
  });

  it('may hold for one strength only', () => {
    const rows = [pair('A', ['1124007F1'], ['6290004'])];
    expect(check([halcion(), itrizole()], { pairs: rows }).outcome).toBe('clear');
  });

  it('shows first what holds always, then what holds on a condition', () => {
    const { findings } = check([aspara(), itrizole()], { external: [selara()] });
    expect(findings.map((each) => each.condition)).toEqual([null, '高血圧症の場合']);
  });
});

describe('allergies', () => {
  const loxonin = drug('order:1:1', '1149019F1560', 'ロキソニン錠60mg', {
    ingredientName: 'ロキソプロフェンナトリウム水和物',
  });
  const gel = drug('order:1:1', '2649735Q1020', 'ロキソニンゲル1%', {
    ingredientName: 'ロキソプロフェンナトリウム水和物',
  });

  it.each([
    ['the product', loxonin, 'YCM1149019F1560', 'ロキソニン錠60mg', 'そのもの'],
    [
      'ingredient, form and strength',
      loxonin,
      'GCM1149019F1ZZZ',
      'ロキソプロフェンナトリウム錠60mg',
      '成分・剤形・規格',
    ],
    [
      'the ingredient in another form',
      loxonin,
      'GCM1149019C1ZZZ',
      'ロキソプロフェンナトリウム細粒10%',
      '同じ成分',
    ],
    [
      'the ingredient by another route, by name',
      gel,
      'GCM1149019F1ZZZ',
      'ロキソプロフェンナトリウム',
      '名称が一致',
    ],
    ['a drug without a code, by name', loxonin, 'D9M000000000', 'ロキソニン', '名称が一致'],
  ])('recognises %s', (_, line, code, displayName, words) => {
    const result = check([line], { allergies: [{ code, displayName }] });
    expect(result.outcome).toBe('alert');
    expect(result.findings[0]).toMatchObject({
      kind: 'allergy',
      subjectRef: 'order:1:1',
      otherName: displayName,
    });
    expect(result.findings[0]!.message).toContain(words);
  });

  it('is quiet about other drugs and about food', () => {
    const allergies = [
      { code: 'YCM6290004M1029', displayName: 'イトリゾールカプセル50' },
      { code: 'J9FA11110000', displayName: 'ロキソプロフェンナトリウム水和物' },
    ];
    expect(check([loxonin], { allergies }).outcome).toBe('clear');
  });

  it('does not call an order clear when the recorded allergen has no code or a broken one', () => {
    for (const code of ['D9M000000000', 'YCM114901', '卵']) {
      const result = check([loxonin], { allergies: [{ code, displayName: 'かぜ薬' }] });
      expect(result).toMatchObject({ outcome: 'could_not_check', uncheckable: [{ name: 'かぜ薬' }] });
    }
  });
});

describe('could not check', () => {
  it.each([
    ['no code', null],
    ['a wrong check digit', '1124007F2027'],
    ['no YJ code at all', '620005824'],
  ])('a line with %s is named, not passed over', (_, yjCode) => {
    expect(check([drug('order:1:1', yjCode, '院内製剤')])).toMatchObject({
      outcome: 'could_not_check',
      uncheckable: [{ ref: 'order:1:1', name: '院内製剤' }],
    });
  });

  it('a drug from elsewhere without a code is named when its days meet the order, and left out when they do not', () => {
    const unknown = (days: number) =>
      drug('external:9', null, '薬名のみ', { origin: 'external', from: '2026-11-01', days });
    expect(check([halcion()], { external: [unknown(28)] })).toMatchObject({
      outcome: 'could_not_check',
      uncheckable: [{ ref: 'external:9' }],
    });
    expect(check([halcion()], { external: [unknown(7)] }).outcome).toBe('clear');
  });

  it('a drug without a usable period is named', () => {
    const other = drug('external:9', '6290004M1029', 'イトリゾール', { origin: 'external', periodTo: '' });
    expect(check([halcion()], { external: [other] })).toMatchObject({ outcome: 'could_not_check' });
  });

  it('an alert keeps the drugs that could not be checked beside it', () => {
    const result = check([halcion(), itrizole(), drug('order:3:1', null, '院内製剤')]);
    expect(result).toMatchObject({ outcome: 'alert', uncheckable: [{ ref: 'order:3:1' }] });
    expect(result.findings).toHaveLength(2);
  });

  it('an empty or damaged table is never clear, and duplicates are still shown', () => {
    const twice = [halcion(), halcion({ ref: 'order:2:1' })];
    const result = check(twice, { pairs: [] });
    expect(result).toMatchObject({
      outcome: 'could_not_check',
      uncheckable: [{ ref: INTERACTION_TABLE_REF }],
    });
    expect(result.findings).toHaveLength(2);
    expect(check([halcion()], { pairs: [...PAIRS, pair('X', [''], ['6290004'])] }).outcome).toBe(
      'could_not_check',
    );
  });

  it('an order without lines is clear', () => {
    expect(check([], { pairs: [] }).outcome).toBe('clear');
  });
});

it('checks 10 lines against 20 drugs and the whole table within a few milliseconds', () => {
  const pairs =
    seedInteractions() ??
    Array.from({ length: 242 }, (_, at) => pair(`P${at}`, [`${1_000_000 + at}`], [`${2_000_000 + at}`]));
  const index = buildPairIndex(pairs);
  const some = (prefix: string, count: number, origin: 'order' | 'clinic') =>
    Array.from({ length: count }, (_, at) => {
      const sample = [halcion(), itrizole(), aspara(), selara()][at % 4]!;
      return { ...sample, ref: `${prefix}:${at}`, origin };
    });
  const input = {
    order: some('order', 10, 'order'),
    active: some('own', 20, 'clinic'),
    external: [],
    allergies: [],
    pairs: index,
    pairsEdition: 'x',
  };
  for (let warm = 0; warm < 50; warm += 1) checkOrder(input);
  const times = Array.from({ length: 50 }, () => {
    const start = performance.now();
    checkOrder(input);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  // The median, and generous: other tests share the machine. Nearly every pair of this input is a finding.
  expect(times[25]).toBeLessThan(5);
});
