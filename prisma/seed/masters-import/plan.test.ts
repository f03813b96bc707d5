import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MasterImportError } from './errors.ts';
import { type CurrentRow, planImport } from './plan.ts';
import type { DrugDefaultRow } from './rows.ts';

const row = (n: number, dose = 1): DrugDefaultRow => ({
  yjCode: String(n).padStart(12, '0'),
  dose,
  usageCode: '1011000400000000',
  quantity: 28,
});
const rows = (from: number, to: number): DrugDefaultRow[] =>
  Array.from({ length: to - from + 1 }, (_, i) => row(from + i));
const inForce = (list: DrugDefaultRow[]): CurrentRow<DrugDefaultRow>[] =>
  list.map((entry) => ({ row: entry, isEnded: false }));

describe('planImport', () => {
  it('adds everything to an empty table', () => {
    expect(planImport('drug_default', [], rows(1, 3))).toEqual({
      added: rows(1, 3),
      changed: [],
      ended: [],
      unchangedCount: 0,
    });
  });

  it('tells new, changed, ended and unchanged rows apart', () => {
    const current = inForce(rows(1, 20));
    const next = [row(1, 2), ...rows(2, 19), row(21)];
    const plan = planImport('drug_default', current, next);
    expect(plan.added).toEqual([row(21)]);
    expect(plan.changed).toEqual([row(1, 2)]);
    expect(plan.ended).toEqual([row(20)]);
    expect(plan.unchangedCount).toBe(18);
  });

  it('brings back a row that had ended', () => {
    const plan = planImport('drug_default', [{ row: row(1), isEnded: true }], [row(1)]);
    expect(plan.changed).toEqual([row(1)]);
    expect(plan.unchangedCount).toBe(0);
  });

  it('does not end a row a second time', () => {
    const current = [...inForce(rows(1, 10)), { row: row(11), isEnded: true }];
    expect(planImport('drug_default', current, rows(1, 10)).ended).toEqual([]);
  });

  it('accepts a loss of exactly 10 %, refuses more, and takes more when it is confirmed', () => {
    const current = inForce(rows(1, 100));
    expect(planImport('drug_default', current, rows(1, 90)).ended).toHaveLength(10);
    expect(() => planImport('drug_default', current, rows(1, 89))).toThrow(MasterImportError);
    expect(() => planImport('drug_default', current, rows(1, 89))).toThrow(
      expect.objectContaining({
        reason: 'row_count_fell',
        userMessage: expect.stringContaining('100件から89件'),
      }),
    );
    expect(planImport('drug_default', current, rows(1, 89), true).ended).toHaveLength(11);
  });

  it('refuses an empty file', () => {
    expect(() => planImport('drug_default', inForce(rows(1, 3)), [])).toThrow(MasterImportError);
  });

  it('accounts for every row of both sides, and has nothing to do a second time', () => {
    const table = fc.uniqueArray(fc.record({ n: fc.nat(30), dose: fc.integer({ min: 1, max: 3 }) }), {
      selector: ({ n }) => n,
    });
    fc.assert(
      fc.property(table, table, (before, after) => {
        const next = after.map(({ n, dose }) => row(n, dose));
        const current = inForce(before.map(({ n, dose }) => row(n, dose)));
        const plan = planImport('drug_default', current, next, true);
        expect(plan.added.length + plan.changed.length + plan.unchangedCount).toBe(next.length);
        expect(plan.changed.length + plan.ended.length + plan.unchangedCount).toBe(current.length);
        const again = planImport('drug_default', inForce(next), next);
        expect([again.added, again.changed, again.ended]).toEqual([[], [], []]);
      }),
    );
  });
});
