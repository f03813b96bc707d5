import { addDays } from '@shirube/terminology';
import { describe, expect, it } from 'vitest';
import { checkOrder } from '../check-order.ts';
import { drug, pair, TODAY } from '../testing/drugs.ts';
import { tierOf } from '../tiers.ts';
import type { FindingKind, SafetyDrug } from '../types.ts';
import type { Taking } from './amounts.ts';
import { buildDrugRuleIndex, type DrugRuleRow, readDrugRule } from './drug-rules.ts';
import { type PatientFacts, UNKNOWN_FACTS } from './patient-facts.ts';

const YJ = '1149019F1560';
const rule = (kind: string, parameters: object, change: Partial<DrugRuleRow> = {}): DrugRuleRow => ({
  id: `R-${kind}-${JSON.stringify(parameters)}`,
  kind,
  prefixes: ['1149019'],
  severity: 'caution',
  parameters,
  message: '言葉',
  basis: '電子添文',
  ...change,
});
const taking = (change: Partial<Taking> = {}): Taking => ({
  formClass: '1',
  dose: '3',
  unit: '錠',
  isTitre: false,
  conversionFactor: null,
  priceUnit: '錠',
  strength: '６０ｍｇ１錠',
  timesPerDay: 3,
  days: 7,
  ...change,
});
const known: PatientFacts = {
  birthDate: '1980-01-01',
  sex: 'female',
  weightKg: { value: 50, on: TODAY },
  egfr: { value: 45, on: TODAY },
  pregnancy: { state: 'no', on: TODAY },
  lactation: { state: 'no', on: TODAY },
  conditions: [{ name: '高血圧症', icd10: 'I10', isSuspected: false }],
};

function check(
  rows: DrugRuleRow[],
  facts: Partial<PatientFacts> = {},
  line: Partial<Taking> | null = {},
  rest: Partial<SafetyDrug> = {},
) {
  const { taking: _, ...plain } = drug('order:1', YJ, 'ロキソニン錠60mg', rest);
  return checkOrder({
    order: [line === null ? plain : { ...plain, taking: taking(line) }],
    active: [],
    external: [],
    allergies: [],
    pairs: [pair('X', ['9999'], ['9998'])],
    pairsEdition: 'x',
    knowledge: { rules: buildDrugRuleIndex(rows), edition: 'e1', dataDate: '2026-11-01' },
    facts: { ...known, ...facts },
  });
}
const stateOf = (result: ReturnType<typeof check>, kind: FindingKind) =>
  result.coverage.filter((entry) => entry.kind === kind).map((entry) => entry.state);

describe('diseases', () => {
  const row = rule('disease', { name: '消化性潰瘍', icd10: ['K25', 'K26'] }, { severity: 'contraindicated' });
  const has = (icd10: string | null, isSuspected = false) =>
    check([row], { conditions: [{ name: '胃潰瘍', icd10, isSuspected }] });

  it('are found by the beginning of their ICD-10 code, and named', () => {
    const [finding] = has('K259').findings;
    expect(finding).toMatchObject({
      kind: 'disease',
      severity: 'contraindicated',
      otherName: '胃潰瘍',
      otherOrigin: 'disease',
      message: '消化性潰瘍：言葉',
      dataDate: '2026-11-01',
      acceptKey: null,
      periodFrom: null,
    });
    expect(finding!.basis).toBe('電子添文（薬ごとの決まりの表 e1）');
    expect(has('K27').findings).toEqual([]);
    expect(stateOf(has('K27'), 'disease')).toEqual(['checked']);
    expect(stateOf(check([rule('age', { fromMonths: 900 })], { conditions: [] }), 'disease')).toEqual([
      'no_rule',
    ]);
    expect(has('AK25').findings).toEqual([]);
  });

  it('that are only suspected are a caution, which can be accepted', () => {
    const [finding] = has('K259', true).findings;
    expect(finding).toMatchObject({ severity: 'caution', acceptKey: expect.stringContaining('胃潰瘍') });
  });

  it('without a code, or none at all, could not be compared', () => {
    const uncoded = has(null);
    expect([stateOf(uncoded, 'disease'), uncoded.outcome]).toEqual([['could_not_check'], 'could_not_check']);
    expect(uncoded.coverage.find((entry) => entry.kind === 'disease')!.text).toBe(
      '病名「胃潰瘍」にICD-10コードがないため、禁忌の病名を確認していません。',
    );
    const none = check([row], { conditions: [] });
    expect(none.coverage.find((entry) => entry.kind === 'disease')!.text).toContain('病名の記録がないため');
  });
});

describe('pregnancy and nursing', () => {
  it.each([
    ['pregnancy', '妊娠中'],
    ['lactation', '授乳中'],
  ] as const)('%s holds while it is recorded', (kind, fact) => {
    const rows = [rule(kind, {}, { severity: 'contraindicated' })];
    expect(check(rows, { [kind]: { state: 'yes', on: TODAY } }).findings).toMatchObject([
      { kind, otherName: fact, otherOrigin: 'patient', severity: 'contraindicated' },
    ]);
    expect(check(rows).findings).toEqual([]);
    expect(stateOf(check(rows), kind)).toEqual(['checked']);
    const unknown = check(rows, { [kind]: null });
    expect([unknown.outcome, stateOf(unknown, kind), unknown.uncheckable]).toEqual([
      'could_not_check',
      ['could_not_check'],
      [],
    ]);
  });
});

describe('ages', () => {
  it.each([
    [{ toMonths: 180 }, '2011-11-21', true],
    [{ toMonths: 180 }, '2011-11-20', false],
    [{ fromMonths: 780 }, '1961-11-20', true],
    [{ fromMonths: 780 }, '1961-11-21', false],
    [{ fromMonths: 6, toMonths: 24 }, '2026-05-20', true],
    [{ fromMonths: 6, toMonths: 24 }, '2026-05-21', false],
  ])('%j for somebody born %s: %s', (parameters, birthDate, found) => {
    expect(check([rule('age', parameters)], { birthDate }).findings.length).toBe(found ? 1 : 0);
  });

  it('are told in years, of the very young in months', () => {
    const word = (birthDate: string) => check([rule('age', { toMonths: 180 })], { birthDate }).findings[0]!;
    expect(word('2024-11-20')).toMatchObject({ otherName: '2歳', message: '15歳未満：言葉' });
    expect(word('2024-11-21').otherName).toBe('23か月');
    expect(
      check([rule('age', { fromMonths: 6, toMonths: 30 })], { birthDate: '2025-11-20' }).findings[0]!.message,
    ).toBe('6か月以上30か月未満：言葉');
  });

  it('without a birth date could not be checked', () => {
    const result = check([rule('age', { toMonths: 180 })], { birthDate: null });
    expect([result.findings, stateOf(result, 'age')]).toEqual([[], ['could_not_check']]);
  });
});

describe('renal function', () => {
  const steps = [
    rule('renal', { egfrBelow: 30 }, { severity: 'contraindicated', message: '使えません' }),
    rule('renal', { egfrBelow: 45, maxPerDayMg: 120 }, { message: '減らす' }),
    rule('renal', { egfrBelow: 60, maxPerDayMg: 150 }, { message: '少し減らす' }),
  ];
  const at = (value: number, line: Partial<Taking> = {}) =>
    check(steps, { egfr: { value, on: TODAY } }, line).findings.map((each) => each.message);

  it('holds the lowest step only, below its limit', () => {
    expect(at(29.9)).toEqual(['eGFR 30未満：使えません']);
    expect(at(30)).toEqual(['eGFR 45未満：1日120mgまで。減らす']);
    expect(at(45)).toEqual(['eGFR 60未満：1日150mgまで。少し減らす']);
    expect(at(60)).toEqual([]);
  });

  it('is content with a dose that is low enough, and shows the rule while the dose is not known', () => {
    expect(at(40, { dose: '2' })).toEqual([]);
    expect(at(40, { dose: '2.1' })).toHaveLength(1);
    expect(at(40, { dose: null })).toHaveLength(1);
    expect(check(steps, { egfr: { value: 40, on: TODAY } }, null).findings).toHaveLength(1);
    expect(check(steps, { egfr: { value: 40, on: TODAY } }).findings[0]!.otherName).toBe('eGFR 40');
  });

  it('without a value, or an old one, could not be checked', () => {
    expect(stateOf(check(steps, { egfr: null }), 'renal')).toEqual(['could_not_check']);
    expect(stateOf(check(steps, { egfr: { value: 40, on: addDays(TODAY, -400) } }), 'renal')).toEqual([
      'could_not_check',
    ]);
  });
});

describe('doses', () => {
  const perDay = rule('dose', { per: 'day', unit: 'mg', max: 180 });

  it('are compared with the limit itself: equal is not over', () => {
    expect(check([perDay]).findings).toEqual([]);
    const [over] = check([perDay], {}, { dose: '3.1' }).findings;
    expect(over).toMatchObject({ kind: 'dose', otherName: '1日186mg・上限180mg', otherOrigin: 'rule' });
    expect(over!.acceptKey).toContain('186mg');
    expect(over!.message).toBe('言葉');
    expect(check([perDay], {}, { dose: '3.01' }).findings).toHaveLength(1);
    expect(check([perDay], {}, { dose: '3.00001' }).findings).toHaveLength(1);
  });

  it('are compared a use as well, also when taken as needed', () => {
    const perUse = rule('dose', { per: 'use', unit: 'mg', max: 60 });
    expect(check([perUse]).findings).toEqual([]);
    expect(check([perUse], {}, { timesPerDay: 2 }).findings[0]!.otherName).toBe('1回90mg・上限60mg');
    expect(check([perUse], {}, { formClass: '2', dose: '2' }).findings).toHaveLength(1);
  });

  it('by weight show how the limit was computed', () => {
    const perKg = rule('dose', { per: 'day', unit: 'mg', max: 3, perKg: true });
    expect(check([perKg]).findings[0]).toMatchObject({
      otherName: '1日180mg・上限150mg',
      message: '言葉（3mg/kg × 50kg）',
    });
    expect(check([perKg], { weightKg: { value: 60, on: TODAY } }).findings).toEqual([]);
    const unknown = check([perKg], { weightKg: null });
    expect([unknown.findings, stateOf(unknown, 'dose')]).toEqual([[], ['could_not_check']]);
  });

  it('for everybody are compared without a birth date, a weight or a renal function', () => {
    const nothingKnown = check([perDay], UNKNOWN_FACTS, { dose: '3.1' });
    expect(nothingKnown.findings).toMatchObject([{ kind: 'dose', otherName: '1日186mg・上限180mg' }]);
    expect(stateOf(nothingKnown, 'dose')).toEqual(['checked']);
  });

  it('of other ages and better kidneys do not count', () => {
    const child = rule('dose', { per: 'day', unit: 'mg', max: 10, toMonths: 180 });
    const kidney = rule('dose', { per: 'day', unit: 'mg', max: 10, egfrBelow: 45 });
    expect(check([child]).findings).toEqual([]);
    expect(check([child], { birthDate: '2016-01-01' }).findings).toHaveLength(1);
    expect(stateOf(check([child], { birthDate: null }), 'dose')).toEqual(['could_not_check']);
    expect(check([kidney]).findings).toEqual([]);
    expect(check([kidney], { egfr: { value: 44, on: TODAY } }).findings).toHaveLength(1);
    expect(stateOf(check([kidney], { egfr: null }), 'dose')).toEqual(['could_not_check']);
  });

  it('that cannot be computed are said so; a limit a day is not about 頓服, and no dose yet is no question', () => {
    expect(stateOf(check([perDay], {}, { strength: '１錠' }), 'dose')).toEqual(['could_not_check']);
    expect(stateOf(check([perDay], {}, { formClass: '2' }), 'dose')).toEqual(['checked']);
    expect(stateOf(check([perDay], {}, { dose: null }), 'dose')).toEqual(['checked']);
    expect(stateOf(check([perDay], {}, null), 'dose')).toEqual(['checked']);
    const perUse = rule('dose', { per: 'use', unit: 'mg', max: 60 });
    expect(stateOf(check([perUse], {}, { formClass: '2', strength: '１錠' }), 'dose')).toEqual([
      'could_not_check',
    ]);
  });
});

describe('days', () => {
  const row = (until: string | null = null) => rule('max_days', { days: 14, rule: '新薬', until });

  it('are too many from the day after the limit', () => {
    expect(check([row()], {}, { days: 14 }).findings).toEqual([]);
    expect(check([row()], {}, { days: 15 }).findings).toMatchObject([
      { kind: 'max_days', otherName: '15日分・上限14日分（新薬）' },
    ]);
    expect(check([row()], {}, { days: null }).findings).toEqual([]);
    expect(check([row()], {}, null).findings).toEqual([]);
  });

  it('of a new drug are limited until the last day of the rule', () => {
    expect(check([row(TODAY)], {}, { days: 30 }).findings).toHaveLength(1);
    expect(check([row(addDays(TODAY, -1))], {}, { days: 30 }).findings).toEqual([]);
  });
});

describe('rules together', () => {
  it('about one fact are one finding, as strong as the strongest; about two facts two', () => {
    const rows = [
      rule('disease', { name: '甲', icd10: ['I1'] }, { id: 'A', message: 'い' }),
      rule(
        'disease',
        { name: '乙', icd10: ['I10'] },
        { id: 'B', message: 'ろ', severity: 'contraindicated' },
      ),
    ];
    expect(check(rows).findings).toMatchObject([{ message: '甲：い／乙：ろ', severity: 'contraindicated' }]);
    const two = [...known.conditions, { name: '本態性高血圧症', icd10: 'I109', isSuspected: false }];
    expect(check(rows, { conditions: two }).findings).toHaveLength(2);
  });

  it('can be accepted unless they block, under fact and rules', () => {
    const of = (severity: string) =>
      check([rule('age', { fromMonths: 1 }, { id: 'A1', severity })]).findings[0]!;
    for (const severity of ['contraindicated', 'caution', 'information'] as const)
      expect(of(severity).acceptKey === null).toBe(tierOf('age', severity) === 'block');
    expect(of('caution').acceptKey).toBe('rule|age|1149019|46歳|A1');
  });

  it('are found for a line whose days are not known, and for none without a code', () => {
    expect(check([rule('age', { fromMonths: 1 })], {}, {}, { periodTo: '' }).findings).toHaveLength(1);
    expect(check([rule('age', { fromMonths: 1 })], {}, {}, { yjCode: null }).findings).toEqual([]);
  });

  it('that are not there are not taken for safety', () => {
    const careful = rule('interaction', { name: 'い', withName: 'ろ', withPrefixes: ['9999999'] });
    const result = check([careful, rule('age', { fromMonths: 900 })]);
    expect(result.outcome).toBe('clear');
    expect(result.coverage.find((entry) => entry.kind === 'dose')).toEqual({
      kind: 'dose',
      state: 'no_rule',
      text: '用量の上限の決まりが表にありません。安全という意味ではありません。',
      lines: [{ ref: 'order:1', name: 'ロキソニン錠60mg' }],
    });
    expect(stateOf(result, 'age')).toEqual(['checked']);
  });

  it('an empty table is never clear, a damaged one is reported', () => {
    const empty = check([]);
    expect(empty.outcome).toBe('could_not_check');
    expect(stateOf(empty, 'caution')).toEqual(['could_not_check']);
    expect(new Set(empty.coverage.map((entry) => entry.state))).toEqual(
      new Set(['checked', 'could_not_check']),
    );
    const damaged = check([rule('age', {}, { id: 'KAPUTT' }), rule('age', { fromMonths: 900 })]);
    expect(damaged.uncheckable).toMatchObject([
      { name: '薬ごとの決まりの表', reason: expect.stringContaining('KAPUTT') },
    ]);
    expect(damaged.outcome).toBe('could_not_check');
  });

  it('nothing is known of a patient of whom nothing is recorded', () => {
    const rows = [rule('pregnancy', {}), rule('renal', { egfrBelow: 30 }), rule('age', { fromMonths: 1 })];
    const result = check(rows, UNKNOWN_FACTS);
    expect(result.findings).toEqual([]);
    expect(['pregnancy', 'renal', 'age'].map((kind) => stateOf(result, kind as FindingKind))).toEqual([
      ['could_not_check'],
      ['could_not_check'],
      ['could_not_check'],
    ]);
  });
});

describe('readDrugRule', () => {
  it.each([
    ['an unknown kind', rule('horoscope', {})],
    ['no prefix', rule('pregnancy', {}, { prefixes: [] })],
    ['a prefix that is none', rule('pregnancy', {}, { prefixes: ['loxonin'] })],
    ['an unknown severity', rule('pregnancy', {}, { severity: 'bad' })],
    ['no source', rule('pregnancy', {}, { basis: '' })],
    ['ages without an end', rule('age', {})],
    ['a limit of nothing', rule('dose', { per: 'day', unit: 'mg', max: 0 })],
    ['an ICD-10 code with a point', rule('disease', { name: 'x', icd10: ['K25.0'] })],
    ['no parameters', rule('renal', {})],
    ['a limit of no days', rule('max_days', { days: 0, rule: '新薬' })],
    ['a limit of more than a year', rule('max_days', { days: 366, rule: '新薬' })],
  ])('refuses %s', (_, row) => {
    expect(readDrugRule(row)).toBeNull();
    expect(buildDrugRuleIndex([row]).unusableIds).toEqual([row.id]);
  });

  it.each([
    ['a rule from the day of birth', rule('age', { fromMonths: 0, toMonths: 1 })],
    ['a limit of one day', rule('max_days', { days: 1, rule: '新薬' })],
    ['a limit of a year', rule('max_days', { days: 365, rule: '新薬' })],
  ])('reads %s', (_, row) => {
    expect(readDrugRule(row)).toMatchObject({ id: row.id, parameters: row.parameters });
  });

  it('finds the rules of a drug by prefixes of any length, once, in the order of their ids', () => {
    const index = buildDrugRuleIndex([
      rule('pregnancy', {}, { id: 'B', prefixes: ['1149019', '1149019F1'] }),
      rule('pregnancy', {}, { id: 'A', prefixes: ['1149'] }),
      rule('pregnancy', {}, { id: 'C', prefixes: ['1147'] }),
      rule('lactation', {}, { id: 'D' }),
    ]);
    expect(index.rulesOf('pregnancy', YJ).map((each) => each.id)).toEqual(['A', 'B']);
    expect(index.rulesOf('pregnancy', YJ).map((each) => each.id)).toEqual(['A', 'B']);
    expect(index.usableRules).toBe(4);
    expect(index.rulesOf('renal', YJ)).toEqual([]);
  });
});
