import { classNames } from '../class-names.ts';
import { Button } from '../controls/button.tsx';
import { BanIcon, CopyIcon, InfoIcon, SuccessIcon, UnknownIcon } from '../icons.tsx';
import { type AlertTone, alertWord } from './alert-tone.ts';

export interface FindingCount {
  tone: AlertTone;
  /** the ministry's word for this kind; the tone's usual word when left out */
  label?: string | undefined;
  /** how many of this kind still need an answer */
  open: number;
}

export interface FindingSummaryProps {
  counts: readonly FindingCount[];
  /** brings the next unanswered finding into view */
  onShowNext?: (() => void) | undefined;
  /** words when nothing is left. Default 対応が必要な警告はありません */
  clearText?: string | undefined;
}

const icons = { block: BanIcon, duplicate: CopyIcon, info: InfoIcon, unknown: UnknownIcon } as const;
const inks: Record<AlertTone, string> = {
  block: 'text-danger-strong',
  duplicate: 'text-warning-strong',
  info: 'text-key',
  unknown: 'text-unknown-strong',
};

/** How many findings wait for an answer, by kind, beside the button they hold back. */
export function FindingSummary({
  counts,
  onShowNext,
  clearText = '対応が必要な警告はありません',
}: FindingSummaryProps) {
  const open = counts.filter((count) => count.open > 0);
  const total = open.reduce((sum, count) => sum + count.open, 0);
  if (total === 0)
    return (
      <p role="status" className="inline-flex items-center gap-2 text-success">
        <SuccessIcon />
        {clearText}
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p role="status" className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-bold">答えを待っている警告 {total}件</span>
        {open.map((count) => {
          const Icon = icons[count.tone];
          return (
            <span
              key={`${count.tone}-${count.label ?? ''}`}
              className={classNames('inline-flex items-center gap-1.5 font-bold', inks[count.tone])}
            >
              <Icon />
              {count.label ?? alertWord(count.tone)} {count.open}
            </span>
          );
        })}
      </p>
      {onShowNext ? (
        <Button size="sm" onClick={onShowNext}>
          警告を見る
        </Button>
      ) : null}
    </div>
  );
}
