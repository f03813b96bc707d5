import { addDays } from '@shirube/terminology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOrder } from './check-order.ts';
import { drug, pair, TODAY, yjCodeWith } from './testing/drugs.ts';
import type { SafetyDrug, SafetyFinding } from './types.ts';

const PREFIXES = ['1124007', '6290004', '2149045', '3229005', '1149019', '6250120'];
const PAIRS = [
  pair('A', ['1124007'], ['6290004', '6250120']),
  pair('B', ['2149045'], ['3229005'], { condition: '高血圧症の場合' }),
  pair('C', ['6290004'], ['2149045']),
];

const lines = (prefix: string, origin: SafetyDrug['origin'], maxLength: number) =>
  fc
    .array(
      fc.record({
        ingredient: fc.constantFrom(...PREFIXES),
        coded: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0),
        start: fc.integer({ min: -20, max: 20 }),
        days: fc.integer({ min: 1, max: 30 }),
      }),
      { maxLength },
    )
    .map((specs) =>
      specs.map(({ ingredient, coded, start, days }, at) =>
        drug(`${prefix}:${at}`, coded ? yjCodeWith(ingredient) : null, `薬${ingredient}`, {
          origin,
          days,
          from: addDays(TODAY, origin === 'order' ? 0 : start),
        }),
      ),
    );

const situation = fc.record({
  order: lines('order', 'order', 6),
  active: lines('own', 'clinic', 6),
  external: lines('external', 'external', 6),
});

const check = (drugs: { order: SafetyDrug[]; active: SafetyDrug[]; external: SafetyDrug[] }) =>
  checkOrder({ ...drugs, allergies: [], pairs: PAIRS, pairsEdition: 'test' });

describe('checkOrder, for any order', () => {
  it('finds the same under the same keys, in whatever sequence the lists come', () => {
    const shuffled = situation.chain((drugs) =>
      fc.record({
        drugs: fc.constant(drugs),
        again: fc.record({
          order: fc.shuffledSubarray(drugs.order, { minLength: drugs.order.length }),
          active: fc.shuffledSubarray(drugs.active, { minLength: drugs.active.length }),
          external: fc.shuffledSubarray(drugs.external, { minLength: drugs.external.length }),
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ drugs, again }) => {
        const byKey = (result: ReturnType<typeof check>) =>
          [...result.findings].sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(byKey(check(again))).toEqual(byKey(check(drugs)));
      }),
    );
  });

  it('gives every finding a key of its own', () => {
    fc.assert(
      fc.property(situation, (drugs) => {
        const keys = check(drugs).findings.map((finding) => finding.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('shows a pair inside the order on both of its lines, with the same days', () => {
    fc.assert(
      fc.property(situation, (drugs) => {
        const inside = check(drugs).findings.filter((finding) => finding.otherOrigin === 'order');
        for (const finding of inside)
          expect(
            inside.filter(
              (mirror) =>
                mirror.kind === finding.kind &&
                mirror.subjectRef === finding.otherRef &&
                mirror.otherRef === finding.subjectRef &&
                mirror.periodFrom === finding.periodFrom &&
                mirror.periodTo === finding.periodTo,
            ),
          ).toHaveLength(1);
      }),
    );
  });

  it('is never clear when a line, or a drug that meets its days, has no code', () => {
    fc.assert(
      fc.property(situation, (drugs) => {
        const meets = (one: SafetyDrug, other: SafetyDrug) =>
          one.periodFrom <= other.periodTo && other.periodFrom <= one.periodTo;
        const blind =
          drugs.order.some((line) => line.yjCode === null) ||
          [...drugs.active, ...drugs.external].some(
            (other) => other.yjCode === null && drugs.order.some((line) => meets(line, other)),
          );
        const result = check(drugs);
        if (blind) expect(result.outcome).not.toBe('clear');
        if (result.outcome === 'could_not_check') expect(result.uncheckable).not.toEqual([]);
      }),
    );
  });

  it('gives the same result every time', () => {
    fc.assert(
      fc.property(situation, (drugs) => {
        expect(check(drugs)).toEqual(check(drugs));
      }),
    );
  });

  it('never loses a finding because a drug is added, wherever it is added', () => {
    const more = fc.record({ drugs: situation, extra: situation });
    const without = (finding: SafetyFinding) =>
      [
        finding.kind,
        finding.subjectRef,
        finding.otherName,
        finding.facilityName,
        finding.periodFrom,
        finding.periodTo,
      ].join();
    const renamed = (drugs: SafetyDrug[]) => drugs.map((each) => ({ ...each, ref: `extra-${each.ref}` }));
    fc.assert(
      fc.property(more, ({ drugs, extra }) => {
        const before = check(drugs).findings.map(without);
        const after = check({
          order: [...drugs.order, ...renamed(extra.order)],
          active: [...drugs.active, ...renamed(extra.active)],
          external: [...drugs.external, ...renamed(extra.external)],
        }).findings.map(without);
        for (const finding of before) expect(after).toContain(finding);
      }),
    );
  });

  it('finds between two lines what it finds between a line and the same drug taken already', () => {
    fc.assert(
      fc.property(lines('order', 'order', 2), lines('own', 'clinic', 2), (order, active) => {
        const kinds = (one: SafetyDrug, other: SafetyDrug, origin: SafetyDrug['origin']) =>
          check({
            order: origin === 'order' ? [one, { ...other, origin, ref: 'x' }] : [one],
            active: origin === 'clinic' ? [{ ...other, origin, ref: 'x' }] : [],
            external: origin === 'external' ? [{ ...other, origin, ref: 'x' }] : [],
          })
            .findings.filter((finding) => finding.subjectRef === one.ref)
            .map((finding) => [finding.kind, finding.periodFrom, finding.periodTo]);
        for (const one of order)
          for (const other of active) {
            expect(kinds(one, other, 'order')).toEqual(kinds(one, other, 'clinic'));
            expect(kinds(one, other, 'external')).toEqual(kinds(one, other, 'clinic'));
          }
      }),
    );
  });

  it('finds exactly when the days meet: touching is not meeting', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (offset, days, otherDays) => {
          const line = drug('order:0', yjCodeWith('1149019'), '薬', { days });
          const other = drug('own:0', yjCodeWith('1149019'), '薬', {
            origin: 'clinic',
            from: addDays(TODAY, offset),
            days: otherDays,
          });
          const sharedDays = Math.min(days, offset + otherDays) - Math.max(0, offset);
          const result = check({ order: [line], active: [other], external: [] });
          expect(result.outcome).toBe(sharedDays > 0 ? 'alert' : 'clear');
        },
      ),
    );
  });
});
