import { describe, expect, it } from 'vitest';
import { checkOrder } from './check-order.ts';
import { buildPairIndex } from './pair-index.ts';
import { buildDrugRuleIndex, readDrugRule } from './rules/drug-rules.ts';
import { drug } from './testing/drugs.ts';
import { harmlessPairs } from './testing/harmless-pairs.ts';
import { productsOf, type SeedDrug, seedDrugRules, seedDrugs, seedInteractions } from './testing/seed.ts';
import type { SafetyDrug, SafetyFinding } from './types.ts';

const [interactions, drugs, ruleRows] = [seedInteractions(), seedDrugs(), seedDrugRules()];
const pairs = buildPairIndex(interactions ?? []);
const rules = buildDrugRuleIndex(ruleRows ?? []);

const line = (ref: string, { yjCode, name, ingredientName }: SeedDrug, rest: Partial<SafetyDrug> = {}) =>
  drug(ref, yjCode, name, { ingredientName: ingredientName || null, ...rest });

/** What the two raise against each other; what a rule says of one of them alone is left out. */
function findingsBetween(order: SafetyDrug[], active: SafetyDrug[] = []): SafetyFinding[] {
  return checkOrder({
    order,
    active,
    external: [],
    allergies: [],
    pairs,
    pairsEdition: 'seed',
    knowledge: { rules, edition: 'seed', dataDate: '2026-11-20' },
  }).findings.filter((finding) => ['order', 'clinic'].includes(finding.otherOrigin));
}

describe.runIf(interactions && drugs)('every row of the 併用禁忌 table', () => {
  it('raises its alert for brand and generic codes of every prefix, in both orders of entry and against what is taken', () => {
    let compared = 0;
    for (const row of interactions!)
      for (const a of row.prefixesA.flatMap((prefix) => productsOf(prefix, drugs!)))
        for (const b of row.prefixesB.flatMap((prefix) => productsOf(prefix, drugs!)))
          for (const [first, second] of [
            [a, b],
            [b, a],
          ] as const) {
            compared += 1;
            const where = `${row.id} ${first.name} ${second.name}`;
            const inside = findingsBetween([line('order:1', first), line('order:2', second)]).filter(
              (finding) => finding.kind === 'contraindicated',
            );
            expect(inside.map((finding) => finding.subjectRef).sort(), where).toEqual(['order:1', 'order:2']);
            for (const finding of inside) expect(finding.message, where).toContain(row.message);
            const [against] = findingsBetween(
              [line('order:1', first)],
              [line('own:1', second, { origin: 'clinic' })],
            ).filter((finding) => finding.kind === 'contraindicated');
            expect(against?.message, where).toContain(row.message);
          }
    expect(compared).toBeGreaterThan(1_000);
  });
});

describe.runIf(drugs)('harmless pairs', () => {
  it('are 200 different ones, each with its reason', () => {
    const keys = harmlessPairs.map(({ one, other }) => [one, other].sort().join(' '));
    expect(new Set(keys).size).toBe(200);
    expect(harmlessPairs.every(({ reason }) => reason.length > 3)).toBe(true);
  });

  it.each(harmlessPairs.map((pair) => [`${pair.one} ${pair.other}`, pair] as const))(
    '%s raise nothing, in both orders of entry',
    (_, { one, other }) => {
      const [a, b] = [one, other].map((yjCode) => drugs!.find((each) => each.yjCode === yjCode)!);
      expect(findingsBetween([line('order:1', a!), line('order:2', b!)])).toEqual([]);
      expect(findingsBetween([line('order:1', b!)], [line('own:1', a!, { origin: 'clinic' })])).toEqual([]);
    },
  );
});

describe.runIf(ruleRows && drugs)('our own rules', () => {
  it('can all be read, and name their source', () => {
    expect(ruleRows!.filter((row) => readDrugRule(row) === null).map((row) => row.id)).toEqual([]);
    expect(rules.unusableIds).toEqual([]);
    expect(ruleRows!.every((row) => /電子添文|ガイドライン|告示|Recommendation/.test(row.basis))).toBe(true);
    expect(new Set(ruleRows!.map((row) => row.id)).size).toBe(ruleRows!.length);
  });

  it('are about drugs of the formulary', () => {
    const begins = (prefix: string) => drugs!.some((each) => each.yjCode.startsWith(prefix));
    expect(ruleRows!.flatMap((row) => row.prefixes).filter((prefix) => !begins(prefix))).toEqual([]);
  });

  it('raise every pair to be careful with, unless the pair is forbidden altogether', () => {
    for (const row of ruleRows!.filter((each) => each.kind === 'interaction')) {
      const { withPrefixes } = row.parameters as { withPrefixes: string[] };
      for (const a of row.prefixes)
        for (const b of withPrefixes) {
          const [one, other] = [productsOf(a, drugs!)[0]!, productsOf(b, drugs!)[0]!];
          const found = findingsBetween([line('order:1', one), line('order:2', other)]);
          const pair = found.filter((each) => each.kind === 'caution' || each.kind === 'contraindicated');
          expect(pair.length, `${row.id} ${one.name} ${other.name}`).toBeGreaterThan(0);
        }
    }
  });
});
