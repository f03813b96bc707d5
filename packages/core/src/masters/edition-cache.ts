import type { UnitOfWork } from '@shirube/db';
import { type CalendarDate, todayInTokyo } from '@shirube/terminology';
import { toCalendarDate } from '../shared/rows.ts';

export interface EditionOf<Row> {
  /** '' when no edition of the table is recorded */
  edition: string;
  /** the day from which the edition is in force; null when no edition is recorded */
  validFrom: CalendarDate | null;
  rows: readonly Row[];
}

/**
 * A whole master table kept in the process: read again when another edition was loaded and when the day (Asia/Tokyo) changes,
 * because a row ends with its day. Masters belong to no clinic, so one copy serves all. Asking costs one small statement.
 * Without a recorded edition nothing is kept.
 */
export function createEditionCache<Row>(
  tableName: 'interaction' | 'disease_modifier' | 'prescription_code' | 'drug' | 'drug_rule' | 'checkup_item',
  read: (uow: UnitOfWork, today: CalendarDate) => Promise<Row[]>,
): { load(uow: UnitOfWork): Promise<EditionOf<Row>> } {
  let kept: { key: string; loaded: EditionOf<Row> } | null = null;
  return {
    async load(uow) {
      const today = todayInTokyo(uow.now);
      const newest = await uow.tables.masterEdition.findFirst({
        where: { tableName },
        orderBy: [{ loadedAt: 'desc' }, { id: 'desc' }],
        select: { edition: true, loadedAt: true, validFrom: true },
      });
      if (!newest) return { edition: '', validFrom: null, rows: await read(uow, today) };
      const key = `${newest.edition} ${newest.loadedAt.toISOString()} ${today}`;
      if (kept?.key === key) return kept.loaded;
      const loaded = {
        edition: newest.edition,
        validFrom: toCalendarDate(newest.validFrom),
        rows: await read(uow, today),
      };
      kept = { key, loaded };
      return loaded;
    },
  };
}
