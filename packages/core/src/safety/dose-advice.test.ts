import { describe, expect, it } from 'vitest';
import { doseAdvice } from './dose-advice.ts';
import { buildDrugRuleIndex, type DrugRuleRow } from './rules/drug-rules.ts';
import { type PatientFacts, UNKNOWN_FACTS } from './rules/patient-facts.ts';
import { TODAY } from './testing/drugs.ts';
import { seedDrugRules } from './testing/seed.ts';

const rule = (kind: string, parameters: object, change: Partial<DrugRuleRow> = {}): DrugRuleRow => ({
  id: `${kind}${JSON.stringify(parameters)}`,
  kind,
  prefixes: ['1141007'],
  severity: 'caution',
  parameters,
  message: '言葉。',
  basis: '電子添文',
  ...change,
});
const calonal = { yjCode: '1141007F1063', priceUnit: '錠', strength: '２００ｍｇ１錠' };
const adult: PatientFacts = { ...UNKNOWN_FACTS, birthDate: '1980-01-01', sex: 'male' };
const child: PatientFacts = { ...adult, birthDate: '2020-01-01', weightKg: { value: 18, on: TODAY } };
const advise = (rows: DrugRuleRow[], facts: PatientFacts = adult, drug = calonal) =>
  doseAdvice(drug, facts, buildDrugRuleIndex(rows), TODAY, '2026-11-01');
const texts = (advice: ReturnType<typeof advise>) => advice.lines.map((line) => `${line.tone} ${line.text}`);

describe('doseAdvice', () => {
  const limits = [
    rule('dose', { per: 'day', unit: 'mg', max: 4000, usual: '1回500mg', fromMonths: 180 }),
    rule('dose', { per: 'use', unit: 'mg', max: 15, perKg: true, usual: '1回10〜15mg/kg', toMonths: 180 }),
  ];

  it('tells the usual dose and the limit, in units of the product, with the source', () => {
    const advice = advise(limits);
    expect(texts(advice)).toEqual(['info 通常 1回500mg', 'info 1日の上限 4000mg（20錠）']);
    expect(advice).toMatchObject({ yjCode: '1141007F1063', missing: [], dataDate: '2026-11-01' });
    expect(advice.lines.every((line) => line.basis === '電子添文')).toBe(true);
  });

  it('computes by weight, rounded down', () => {
    expect(texts(advise(limits, child))).toEqual([
      'info 通常 1回10〜15mg/kg',
      'info 1回の上限 270mg（1.35錠、15mg/kg × 18kg）',
    ]);
    const heavier = { ...child, weightKg: { value: 19.99, on: TODAY } };
    expect(texts(advise(limits, heavier))[1]).toContain('（1.49錠、');
  });

  it('says what is not recorded instead of a limit', () => {
    const advice = advise(limits, { ...child, weightKg: null });
    expect(advice.lines).toEqual([]);
    expect(advice.missing).toEqual(['体重の記録がないため、用量の上限を計算できません。']);
    expect(advise(limits, UNKNOWN_FACTS).missing).toEqual([
      '生年月日の記録がないため、用量の上限を計算できません。',
    ]);
  });

  it('leaves out the units where the strength does not tell', () => {
    expect(texts(advise(limits, adult, { ...calonal, strength: '１ｇ' }))[1]).toBe('info 1日の上限 4000mg');
    expect(texts(advise(limits, child, { ...calonal, strength: '１ｇ' }))[1]).toBe(
      'info 1回の上限 270mg（15mg/kg × 18kg）',
    );
    const tablets = [rule('dose', { per: 'day', unit: '錠', max: 8 })];
    expect(texts(advise(tablets))).toEqual(['info 1日の上限 8錠']);
  });

  it('adds what renal function, age and days ask for', () => {
    const rows = [
      rule('renal', { egfrBelow: 30 }, { severity: 'contraindicated' }),
      rule('renal', { egfrBelow: 60, maxPerDayMg: 1500 }, { severity: 'contraindicated' }),
      rule('age', { fromMonths: 480 }, { severity: 'caution' }),
      rule('max_days', { days: 14, rule: '新薬' }),
      rule('max_days', { days: 30, rule: '旧', until: '2026-11-19' }),
    ];
    expect(texts(advise(rows, { ...adult, egfr: { value: 29, on: TODAY } }))).toEqual([
      'stop eGFR 29：言葉。',
      'warning 40歳以上：言葉。',
      'info 1回の処方は 14日分まで（新薬）',
    ]);
    expect(texts(advise(rows, { ...adult, egfr: { value: 45, on: TODAY } }))[0]).toBe(
      'warning eGFR 45：1日 1500mg（7.5錠）まで。言葉。',
    );
    expect(texts(advise(rows, { ...adult, egfr: { value: 90, on: TODAY } }))).toHaveLength(2);
    expect(advise(rows, UNKNOWN_FACTS).missing).toEqual([
      'eGFRの記録がないため、腎機能による用量を確かめられません。',
      '生年月日の記録がないため、年齢による制限を確かめられません。',
    ]);
    expect(advise([rule('renal', { egfrBelow: 30 })]).missing).toHaveLength(1);
    expect(advise([rule('age', { toMonths: 180 })], UNKNOWN_FACTS).lines).toEqual([]);
    expect(advise([rule('age', { toMonths: 180 })]).lines).toEqual([]);
    expect(texts(advise([rule('max_days', { days: 30, rule: '新薬', until: TODAY })]))).toHaveLength(1);
    expect(
      texts(
        advise([rule('dose', { per: 'day', unit: 'mg', max: 4000 })], adult, {
          ...calonal,
          priceUnit: 'ｇ',
          strength: '２０％１ｇ',
        }),
      ),
    ).toEqual(['info 1日の上限 4000mg（20g）']);
    const young = advise([rule('age', { toMonths: 180 }, { severity: 'contraindicated' })], child);
    expect(texts(young)).toEqual(['stop 15歳未満：言葉。']);
  });

  it('has nothing to say of a drug without rules', () => {
    expect(advise([])).toEqual({ yjCode: '1141007F1063', lines: [], missing: [], dataDate: '2026-11-01' });
    expect(advise([rule('dose', { per: 'day', unit: 'mg', max: 1, toMonths: 12 })]).lines).toEqual([]);
  });
});

const seed = seedDrugRules();
describe.runIf(seed)('with the rules of the demo clinics', () => {
  it('advises an adult and a child of 18 kg on acetaminophen', () => {
    expect(texts(advise(seed!, child))).toEqual(
      expect.arrayContaining([
        'info 1回の上限 270mg（1.35錠、15mg/kg × 18kg）',
        'info 1日の上限 1080mg（5.4錠、60mg/kg × 18kg）',
      ]),
    );
    expect(texts(advise(seed!))).toContain('info 1日の上限 4000mg（20錠）');
  });
});
