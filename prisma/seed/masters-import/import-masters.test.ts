import { describe, expect, it } from 'vitest';
import { importMasters, type SqlExecutor } from './import-masters.ts';
import type { DrugDefaultRow } from './rows.ts';

const row = (yjCode: string): DrugDefaultRow => ({
  yjCode,
  dose: 1,
  usageCode: '1011000400000000',
  quantity: 28,
});
const edition = { edition: 'e1', source: '出典', validFrom: '2026-11-20' };

/** Answers every read with the given table and remembers what was sent. */
function executorWith(current: DrugDefaultRow[]): { executor: SqlExecutor; sent: string[] } {
  const sent: string[] = [];
  const executor: SqlExecutor = {
    query: async (sql) => {
      sent.push(sql.trim().split(/\s+/)[0] ?? '');
      const rows = current.map(({ yjCode, dose, usageCode, quantity }) => ({
        content: { yj_code: yjCode, dose, usage_code: usageCode, quantity, edition: 'e0' },
      }));
      return { rows: sql.includes('AS content') ? rows : [] };
    },
  };
  return { executor, sent };
}

describe('importMasters without a database', () => {
  it('writes nothing when a table would lose more than a tenth of its rows', async () => {
    const { executor, sent } = executorWith([row('a'), row('b')]);
    await expect(
      importMasters(executor, { drug_default: [row('a')] }, { editions: { drug_default: edition } }),
    ).rejects.toMatchObject({ reason: 'row_count_fell' });
    expect(new Set(sent)).toEqual(new Set(['SELECT']));
  });

  it('writes nothing when a table has no edition', async () => {
    const { executor, sent } = executorWith([]);
    await expect(
      importMasters(executor, { drug_default: [row('a')] }, { editions: {} }),
    ).rejects.toMatchObject({
      reason: 'edition_missing',
      userMessage: expect.stringContaining('通常用量'),
    });
    expect(new Set(sent)).toEqual(new Set(['SELECT']));
  });
});
