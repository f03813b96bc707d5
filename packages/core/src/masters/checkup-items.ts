import type { UnitOfWork } from '@shirube/db';
import { createEditionCache } from './edition-cache.ts';

export interface CheckupChoice {
  code: string;
  name: string;
  /** where it stands in an order of degrees; null: the choices are no degrees */
  ordinal: number | null;
}

/** 健診項目: one item of a check-up report, with its choices, its method and the 一連検査 it belongs to. */
export interface CheckupItem {
  /** 17 characters */
  code: string;
  codeSystem: 'jlac10' | 'checkup';
  name: string;
  /** a question to the person, not an examination */
  isQuestion: boolean;
  kind: 'quantity' | 'coded' | 'text' | 'date';
  unit: string | null;
  ucum: string | null;
  /** number of the choice table; null for anything but 'coded', and for a coded item without published choices */
  choiceTable: string | null;
  choices: readonly CheckupChoice[];
  /** another method of the same examination is another item code */
  method: { code: string; name: string } | null;
  group: { code: string; name: string } | null;
}

const KINDS: Record<string, CheckupItem['kind']> = {
  PQ: 'quantity',
  CD: 'coded',
  CO: 'coded',
  ST: 'text',
  TS: 'date',
};
/** Tables that hold names of something else than choices. */
const METHODS = '1007';
const GROUPS = 'observationGroup';

const items = createEditionCache('checkup_item', async (uow): Promise<CheckupItem[]> => {
  const [rows, choices] = await Promise.all([
    uow.tables.checkupItem.findMany({ orderBy: [{ sortNo: 'asc' }, { code: 'asc' }] }),
    uow.tables.checkupChoice.findMany(),
  ]);
  const byTable = Map.groupBy(choices, ({ tableNo }) => tableNo);
  const named = (tableNo: string, code: string | null) => {
    const entry = byTable.get(tableNo)?.find((choice) => choice.code === code);
    return entry === undefined ? null : { code: entry.code, name: entry.name };
  };
  return rows.map((row) => ({
    code: row.code,
    codeSystem: row.codeSystem === 'jlac10' ? 'jlac10' : 'checkup',
    name: row.name,
    isQuestion: row.isQuestion,
    kind: KINDS[row.valueType] ?? 'text',
    unit: row.unit,
    ucum: row.ucum,
    choiceTable: row.choiceTable,
    choices: (byTable.get(row.choiceTable ?? '') ?? [])
      .map(({ code, name, ordinal }) => ({ code, name, ordinal }))
      .sort((a, b) => Number(a.code) - Number(b.code)),
    method: named(METHODS, row.methodCode),
    group: named(GROUPS, row.groupCode),
  }));
});

/** Every check-up item of the loaded edition, in its published order. */
export async function listCheckupItems(uow: UnitOfWork): Promise<readonly CheckupItem[]> {
  return (await items.load(uow)).rows;
}
