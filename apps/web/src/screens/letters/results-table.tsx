import type { ResultView } from '@shirube/core/received/schema';
import { Table } from '@shirube/ui';
import { monthDay } from '../format.ts';

const flagWords: Record<string, string> = {
  H: '高い',
  L: '低い',
  HH: 'とても高い',
  LL: 'とても低い',
  A: '異常',
};

interface ItemRow {
  key: string;
  name: string;
  unit: string | null;
  range: string | null;
  byDay: Map<string, ResultView[]>;
}

const undated = '日付なし';

/** The same item of the same facility in one row, its days side by side: the newest last. */
function rowsOf(results: readonly ResultView[]): ItemRow[] {
  const groups = Map.groupBy(
    results,
    (each) => `${each.facilityName}|${each.code}|${each.name}|${each.unit}`,
  );
  return [...groups].map(([key, ofOne]) => ({
    key,
    name: ofOne[0]!.name,
    unit: ofOne[0]!.unit,
    range: ofOne[0]!.referenceRange,
    byDay: Map.groupBy(ofOne, (each) => each.collectedOn ?? undated),
  }));
}

interface ResultsTableProps {
  caption: string;
  results: readonly ResultView[];
  /** several facilities stand in it: each row says whose it is */
  withFacility?: boolean;
}

/** Results of other facilities over time, as they were written. They are no results of this clinic and stay apart from them. */
export function ResultsTable({ caption, results, withFacility = false }: ResultsTableProps) {
  const rows = rowsOf(results);
  const days = [...new Set(results.map((each) => each.collectedOn ?? undated))].sort();
  return (
    <Table
      caption={caption}
      columns={[
        {
          key: 'name',
          header: '検査',
          rowHeader: true,
          cell: (row: ItemRow) => (
            <>
              {row.name}
              <span className="block text-sub font-normal text-ink-2">
                {[row.unit, row.range && `基準 ${row.range}`].filter(Boolean).join('　')}
              </span>
              {withFacility ? (
                <span className="block text-sub font-normal text-ink-2">
                  {[...row.byDay.values()][0]?.[0]?.facilityName}
                </span>
              ) : null}
            </>
          ),
        },
        ...days.map((day) => ({
          key: day,
          header: day === undated ? day : `${day.slice(0, 4)}/${monthDay(day)}`,
          align: 'end' as const,
          cell: (row: ItemRow) =>
            (row.byDay.get(day) ?? []).map((each) => (
              <span key={`${each.reference}|${each.value}`} className="block">
                <span className={each.interpretation && flagWords[each.interpretation] ? 'font-bold' : ''}>
                  {each.value}
                </span>
                {each.interpretation && flagWords[each.interpretation]
                  ? ` ${flagWords[each.interpretation]}`
                  : ''}
                {each.note ? <span className="block text-sub text-ink-2">{each.note}</span> : null}
              </span>
            )),
        })),
      ]}
      rows={rows}
      rowKey={(row) => row.key}
    />
  );
}
