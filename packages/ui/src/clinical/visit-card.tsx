import type { ReactNode } from 'react';
import { StatusBadge } from '../feedback/status-badge.tsx';

export interface VisitCardProps {
  /** 令和8年10月2日（金） */
  date: string;
  /** 再診 */
  kind?: string | undefined;
  /** department and doctor */
  by?: string | undefined;
  /** the note in a few lines */
  summary: ReactNode;
  /** what was ordered, one line each */
  orders?: readonly string[] | undefined;
  /** 全部DO, 処方だけDO, 開く */
  actions?: ReactNode;
}

/** One past visit: when, what was found, what was given, and the buttons that bring it into today. */
export function VisitCard({ date, kind, by, summary, orders = [], actions }: VisitCardProps) {
  return (
    <article
      aria-label={`${date}の受診`}
      className="grid gap-1.5 border-t border-line-2 px-4 py-3.5 first:border-t-0"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <p className="tabular flex-auto font-bold">{date}</p>
        {kind ? <StatusBadge size="sm">{kind}</StatusBadge> : null}
      </div>
      {by ? <p className="text-note text-ink-2">{by}</p> : null}
      <div className="text-sub">{summary}</div>
      {orders.length > 0 ? (
        <ul className="grid gap-0.5 border-l-4 border-key-tint pl-3 text-sub text-ink-2">
          {orders.map((order) => (
            <li key={order}>{order}</li>
          ))}
        </ul>
      ) : null}
      {actions ? <div className="mt-1.5 flex flex-wrap gap-2">{actions}</div> : null}
    </article>
  );
}
