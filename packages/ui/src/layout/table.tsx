import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';

export interface TableColumn<Row> {
  key: string;
  header: string;
  /** end: numbers and money, aligned on the right with digits of one width */
  align?: 'start' | 'end' | undefined;
  cell: (row: Row) => ReactNode;
  /** this column names the row (<th scope="row">). At most one. */
  rowHeader?: boolean | undefined;
}

export interface TableProps<Row> {
  /** says what the table is; read out before it */
  caption: string;
  captionHidden?: boolean | undefined;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** shown in place of rows */
  emptyText?: string | undefined;
}

/** A plain table. Where it is wider than its place it scrolls sideways inside itself, by keyboard too. */
export function Table<Row>({
  caption,
  captionHidden = false,
  columns,
  rows,
  rowKey,
  emptyText = 'ありません',
}: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a scrolling frame, not a fieldset and not a landmark of its own
    <div role="group" aria-label={caption} tabIndex={0} className="focus-inset relative overflow-x-auto">
      <table className="w-full border-collapse text-body">
        <caption className={captionHidden ? 'sr-only' : 'px-4 pb-2 text-left font-bold'}>{caption}</caption>
        <thead>
          <tr className="border-b border-line bg-surface-2">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cellClass(column.align, 'text-sub font-bold text-ink-2')}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 ? (
            <tr>
              <td colSpan={columns.length} className="px-4 py-6 text-center text-ink-2">
                {emptyText}
              </td>
            </tr>
          ) : null}
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line-2 last:border-b-0">
              {columns.map((column) =>
                column.rowHeader ? (
                  <th key={column.key} scope="row" className={cellClass(column.align, 'font-bold')}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={cellClass(column.align)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass(align: 'start' | 'end' | undefined, extra?: string): string {
  return classNames('px-4 py-3', align === 'end' ? 'tabular text-right' : 'text-left', extra);
}
