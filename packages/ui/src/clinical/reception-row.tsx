import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { StatusBadge, type StatusBadgeProps } from '../feedback/status-badge.tsx';

export interface ReceptionRowProps {
  /** the number on the slip the person holds */
  number: string;
  status: { label: string } & Pick<StatusBadgeProps, 'tone' | 'emphasis' | 'icon'>;
  name: string;
  kana: string;
  /** 女性 82歳 */
  facts: ReactNode;
  /** why they came, in their or the desk's words */
  purpose: ReactNode;
  /** what is worth knowing before the door opens */
  purposeNote?: ReactNode;
  /** 10:12 受付 */
  time: ReactNode;
  /** 待ち 29分; `long` when longer than the clinic wants */
  waiting?: { text: string; long?: boolean | undefined } | undefined;
  /** one button, always at the same place */
  action: ReactNode;
  /** now: this person is being seen. past: the visit is over, quieter but still readable. */
  emphasis?: 'now' | 'normal' | 'past' | undefined;
}

/** The list that holds reception rows; its order is the order of the day. */
export function ReceptionList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol aria-label={label} className="@container grid gap-2.5">
      {children}
    </ol>
  );
}

/** One person of the day in one large row: read it from the left, press at the right. */
export function ReceptionRow({
  number,
  status,
  name,
  kana,
  facts,
  purpose,
  purposeNote,
  time,
  waiting,
  action,
  emphasis = 'normal',
}: ReceptionRowProps) {
  return (
    <li
      className={classNames(
        'print-whole grid items-center gap-x-5 gap-y-2 rounded-card border px-5 py-3.5',
        "grid-cols-[3rem_minmax(0,1fr)] [grid-template-areas:'no_st''name_name''why_why''time_time''act_act']",
        "@min-[36rem]:grid-cols-[3rem_7.5rem_minmax(0,1fr)_minmax(9.5rem,auto)] @min-[36rem]:[grid-template-areas:'no_st_name_act''no_st_why_time']",
        "@min-[68rem]:grid-cols-[3rem_7.5rem_minmax(13rem,1fr)_minmax(0,1.5fr)_8.5rem_minmax(9.5rem,auto)] @min-[68rem]:[grid-template-areas:'no_st_name_why_time_act']",
        emphasis === 'now' && 'border-key bg-white shadow-card ring-1 ring-key',
        emphasis === 'normal' && 'border-line bg-white shadow-card',
        emphasis === 'past' && 'border-line-2 bg-surface-2',
      )}
    >
      <p
        className={classNames(
          'tabular text-center text-head font-bold [grid-area:no]',
          emphasis === 'past' && 'text-ink-2',
        )}
      >
        <span className="sr-only">受付番号 </span>
        {number}
      </p>
      <div className="grid [grid-area:st] [&>span]:justify-center">
        <StatusBadge size="lg" {...status}>
          {status.label}
        </StatusBadge>
      </div>
      <div className="min-w-0 [grid-area:name]">
        <p className="text-note text-ink-2">
          {kana}
          <span className="ml-3">{facts}</span>
        </p>
        <p
          className={classNames(
            'text-head leading-snug font-bold',
            emphasis === 'past' && 'font-normal text-ink-2',
          )}
        >
          {name}
        </p>
      </div>
      <div className="min-w-0 [grid-area:why]">
        <p className={classNames('leading-normal', emphasis === 'past' && 'text-ink-2')}>{purpose}</p>
        {purposeNote ? <div className="text-note text-ink-2">{purposeNote}</div> : null}
      </div>
      <div className="tabular flex flex-wrap gap-x-3 leading-normal [grid-area:time] @min-[36rem]:block">
        <p className="text-ink-2">{time}</p>
        {waiting ? (
          <p className={waiting.long ? 'font-bold text-danger' : undefined}>{waiting.text}</p>
        ) : null}
      </div>
      <div className="grid [grid-area:act]">{action}</div>
    </li>
  );
}
