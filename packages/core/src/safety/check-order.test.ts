import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOrder, INTERACTION_TABLE_REF } from './check-order.ts';
import { buildDrugRuleIndex } from './rules/drug-rules.ts';
import { drug, pair, yjCodeWith } from './testing/drugs.ts';
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

describe('重複投薬 of a continuation', () => {
  const before = (daysLeft: number, rest: Partial<SafetyDrug> = {}) =>
    halcion({ ref: 'own:1', origin: 'clinic', from: '2026-11-01', days: 19 + daysLeft, ...rest });
  const severityOf = (other: SafetyDrug) =>
    check([halcion()], other.origin === 'clinic' ? { active: [other] } : { external: [other] }).findings[0]!;

  it('by this clinic with a week left at most is information, and says how many days are left', () => {
    expect(severityOf(before(7))).toMatchObject({
      severity: 'information',
      message: '前回の処方があと7日分あります。残りを確かめてください。',
    });
    expect(severityOf(before(8))).toMatchObject({
      severity: 'caution',
      message: expect.stringContaining('重なって'),
    });
  });

  it('in another strength, or from elsewhere, is a duplicate', () => {
    expect(severityOf(before(3, { yjCode: '1124007F1020' })).severity).toBe('caution');
    expect(severityOf(before(3, { origin: 'external', ref: 'external:1' })).severity).toBe('caution');
  });
});

describe('同効薬 and 併用に注意', () => {
  const rules = buildDrugRuleIndex([
    {
      id: 'CP1',
      kind: 'interaction',
      prefixes: ['3229005'],
      severity: 'caution',
      parameters: {
        name: 'カリウム',
        withName: 'ARB',
        withPrefixes: ['2149'],
        condition: '腎機能が低いとき',
      },
      message: '高カリウム血症',
      basis: '電子添文',
    },
    {
      id: 'CP2',
      kind: 'interaction',
      prefixes: ['2149048'],
      severity: 'information',
      parameters: { name: 'アジルサルタン', withName: 'カリウム', withPrefixes: ['3229'] },
      message: '様子をみる',
      basis: '電子添文',
    },
  ]);
  const azilva = (rest = {}) =>
    drug('own:1', '2149048F1022', 'アジルバ錠20mg', { origin: 'clinic', ...rest });
  const careful = (order: SafetyDrug[], active: SafetyDrug[]) =>
    checkOrder({
      order,
      active,
      external: [],
      allergies: [],
      pairs: PAIRS,
      pairsEdition: '2025-08',
      pairsDate: '2025-08-01',
      knowledge: { rules, edition: 'e1', dataDate: '2026-11-01' },
    });

  it('joins the rows about two drugs, as strong as the strongest, with their edition and day', () => {
    const { findings, coverage } = careful([aspara()], [azilva()]);
    expect(findings).toMatchObject([
      {
        kind: 'caution',
        severity: 'caution',
        message: '様子をみる／高カリウム血症',
        condition: null,
        basis: '電子添文（併用に注意する組の表 e1）',
        dataDate: '2026-11-01',
        otherGivenOn: '2026-11-20',
      },
    ]);
    expect(coverage.find((entry) => entry.kind === 'caution')).toMatchObject({ state: 'checked' });
    expect(coverage.find((entry) => entry.kind === 'duplicate')!.text).toContain(
      '今回の1剤、自院の服用中1剤、ほかの医療機関0剤',
    );
  });

  it('is left out where the pair is forbidden altogether', () => {
    const { findings } = careful([aspara()], [selara({ ref: 'own:2', origin: 'clinic' })]);
    expect(findings.map((each) => [each.kind, each.dataDate])).toEqual([['contraindicated', '2025-08-01']]);
  });

  it('says quietly that two drugs are of one class, unless they are one ingredient', () => {
    const blopress = drug('order:1:1', '2149040F3029', 'ブロプレス錠8');
    expect(careful([blopress], [azilva()]).findings).toMatchObject([
      {
        kind: 'same_class',
        severity: 'information',
        otherName: 'アジルバ錠20mg',
        basis: '薬効分類 2149',
        acceptKey: expect.any(String),
      },
    ]);
    expect(
      careful([azilva({ ref: 'order:1:1', origin: 'order' })], [azilva()]).findings.map((each) => each.kind),
    ).toEqual(['duplicate']);
  });
});

describe('the sequence of findings', () => {
  const allergies = [{ code: 'YCM3229005F1080', displayName: 'アスパラカリウム' }];
  const kindsOf = (order: SafetyDrug[]) =>
    check(order, {
      active: [aspara({ ref: 'own:1', origin: 'clinic' })],
      external: [selara()],
      allergies,
    }).findings.map((each) => `${each.kind} ${each.subjectRef} ${each.otherName}`);

  it('is by kind, then what holds always before what holds on a condition, then by the line, then by the key', () => {
    expect(kindsOf([aspara(), halcion(), itrizole()])).toEqual([
      'allergy order:3:1 アスパラカリウム',
      'contraindicated order:1:1 イトリゾールカプセル50',
      'contraindicated order:2:1 ハルシオン0.25mg錠',
      'contraindicated order:2:1 セララ錠25mg',
      'contraindicated order:3:1 セララ錠25mg',
      'duplicate order:3:1 アスパラカリウム錠300mg',
    ]);
    expect(kindsOf([itrizole(), halcion()])).toEqual([
      'contraindicated order:2:1 ハルシオン0.25mg錠',
      'contraindicated order:2:1 セララ錠25mg',
      'contraindicated order:1:1 イトリゾールカプセル50',
    ]);
  });

  it('holds for every sequence of the lines: what is forbidden always stands above what is on a condition', () => {
    const lines = [
      (ref: string) => aspara({ ref }),
      (ref: string) => drug(ref, yjCodeWith('3229102'), 'カリウムの薬'),
      (ref: string) => itrizole({ ref }),
      (ref: string) => drug(ref, yjCodeWith('6290004'), 'イトラコナゾールの薬'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (sequence) => {
        const order = sequence.map((which, at) => lines[which]!(`order:${at + 1}:1`));
        const forbidden = check(order, { external: [selara()] }).findings.filter(
          (finding) => finding.kind === 'contraindicated',
        );
        const refsOf = (isConditional: boolean) =>
          order.filter((_, at) => sequence[at]! < 2 === isConditional).map((line) => line.ref);
        expect(forbidden.map((finding) => finding.subjectRef)).toEqual([...refsOf(false), ...refsOf(true)]);
      }),
    );
  });

  it('on one line does not depend on which of the other drugs was recorded first', () => {
    const others = [selara(), halcion({ origin: 'external' })];
    const namesOf = (external: SafetyDrug[]) =>
      check([itrizole()], {
        external: external.map((each, at) => ({ ...each, ref: `external:${at + 1}` })),
      }).findings.map((finding) => finding.otherName);
    expect(namesOf(others)).toHaveLength(2);
    expect(namesOf(others.toReversed())).toEqual(namesOf(others));
  });

  it('gives the same drug on several lines the same key with a number', () => {
    const lines = ['order:1:1', 'order:2:1', 'order:3:1'].map((ref) => halcion({ ref }));
    const keys = check(lines).findings.map((each) => each.key);
    const [plain] = keys.filter((key) => !key.includes('#'));
    expect(
      keys
        .filter((key) => key.startsWith(plain!))
        .map((key) => key.slice(plain!.length))
        .sort(),
    ).toEqual(['', '#2', '#3', '#4', '#5', '#6']);
  });
});

describe('words of a finding', () => {
  it('name the shared ingredient where it is known', () => {
    const named = { ingredientName: 'トリアゾラム' };
    const twice = (rest: object) =>
      check([halcion(rest), halcion({ ref: 'order:9:1', ...rest })]).findings[0]!;
    expect(twice(named).message).toBe('成分（トリアゾラム）と投与経路が同じ薬で、服用期間が重なっています。');
    expect(twice({}).message).toBe('成分と投与経路が同じ薬で、服用期間が重なっています。');
  });

  it('name the table they rest on', () => {
    expect(check([halcion(), itrizole()]).findings[0]!.basis).toBe(
      'トリアゾラム電子添文（併用禁忌の表 2025-08）',
    );
  });
});

describe('allergies in words', () => {
  it('that raised an alert are not asked about again; others are, whatever else was found', () => {
    const of = (displayName: string) => ({ code: 'D9M000000000', displayName });
    const seen = check([halcion()], { allergies: [of('ハルシオン')] });
    expect([seen.findings.length, seen.uncheckable]).toEqual([1, []]);
    const both = check([halcion()], { allergies: [of('ハルシオン'), of('白い薬')] });
    expect(both.uncheckable.map((each) => each.name)).toEqual(['白い薬']);
    const other = check([halcion(), itrizole()], { allergies: [of('白い薬')] });
    expect(other.uncheckable.map((each) => each.name)).toEqual(['白い薬']);
  });
});

describe('what a decision is remembered under', () => {
  const keyOf = (other: SafetyDrug, order = [aspara()]) =>
    check(order, other.origin === 'external' ? { external: [other] } : { active: [other] }).findings[0]!
      .acceptKey;
  const usual = keyOf(selara());

  it('is the other drug with its facility and whole period, and our ingredient', () => {
    expect(keyOf(aspara({ ref: 'own:1', origin: 'clinic' }))).toBe(
      'duplicate|3229005|3229005F1080|clinic|2026-11-20..2026-11-26',
    );
    expect(usual).toBe('contraindicated|3229005|2149045F1029|external:厚労薬局|2026-11-10..2026-12-07');
    expect(keyOf(selara({ ref: 'external:7', name: '別の書き方' }))).toBe(usual);
    expect(keyOf(selara({ facilityName: '厚労 薬局' }))).toBe(usual);
    expect(keyOf(selara(), [aspara({ ref: 'order:9:1', from: '2026-11-25', days: 28 })])).toBe(usual);
  });

  it.each([
    ['another product', { yjCode: '2149045F2025' }],
    ['another facility', { facilityName: '別の薬局' }],
    ['more days', { days: 29 }],
    ['another start', { from: '2026-11-11', days: 28 }],
  ])('is another for %s', (_, change) => {
    expect(keyOf(selara(change))).not.toBe(usual);
  });

  it('of two lines of the order is both ingredients and both doses, whatever the day', () => {
    const taking = (dose: string) => ({
      taking: {
        formClass: '1',
        dose,
        unit: '錠',
        isTitre: false,
        conversionFactor: null,
        priceUnit: '錠',
        strength: null,
        timesPerDay: 1,
        days: 7,
      },
    });
    const both = (dose: string, from?: string) =>
      check([
        aspara({ ...taking(dose), ...(from ? { from } : {}) }),
        selara({ ref: 'order:4:1', origin: 'order', from: from ?? '2026-11-20', ...taking('1') }),
      ]).findings[0]!.acceptKey;
    expect(both('1')).not.toBeNull();
    expect(both('1.0', '2026-12-20')).toBe(both('1'));
    expect(both('2')).not.toBe(both('1'));
  });

  it('is nothing for what forbids without a condition, and for allergies', () => {
    expect(check([halcion(), itrizole()]).findings.map((each) => each.acceptKey)).toEqual([null, null]);
    const allergies = [{ code: 'YCM1124007F2026', displayName: 'ハルシオン' }];
    expect(check([halcion()], { allergies }).findings[0]!.acceptKey).toBeNull();
    expect(check([halcion(), halcion({ ref: 'order:2:1' })]).findings[0]!.acceptKey).not.toBeNull();
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
      uncheckable: [
        {
          ref: 'order:1:1',
          name: '院内製剤',
          reason: expect.stringContaining(yjCode === null ? '分からない' : '正しくない'),
        },
      ],
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

  it.each([
    ['no end', { periodTo: '' }],
    ['no start', { periodFrom: '' }],
    ['neither', { periodFrom: '', periodTo: '' }],
    ['an end before its start', { periodFrom: '2026-11-21', periodTo: '2026-11-20' }],
  ])('a drug with %s of its period is named', (_, period) => {
    const other = drug('external:9', '6290004M1029', 'イトリゾール', { origin: 'external', ...period });
    expect(check([halcion()], { external: [other] })).toMatchObject({
      outcome: 'could_not_check',
      uncheckable: [{ ref: 'external:9' }],
    });
  });

  it.each([
    ['no end', { periodTo: '' }],
    ['no start', { periodFrom: '' }],
    ['an end before its start', { periodFrom: '2026-11-21', periodTo: '2026-11-20' }],
  ])('a line of the order with %s of its days is named and compared over no days', (_, period) => {
    const other = itrizole({ ref: 'external:9', origin: 'external' });
    const result = check([halcion(period)], { external: [other] });
    expect(result).toMatchObject({ outcome: 'could_not_check', findings: [] });
    expect(result.uncheckable.map((each) => each.ref)).toEqual(['order:1:1']);
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
    expect(check([halcion()], { pairs: [...PAIRS, pair('X', [''], ['6290004'])] })).toMatchObject({
      outcome: 'could_not_check',
      uncheckable: [{ reason: expect.stringContaining('（X）') }],
    });
  });

  it('an order without lines is clear', () => {
    expect(check([], { pairs: [] }).outcome).toBe('clear');
  });
});
