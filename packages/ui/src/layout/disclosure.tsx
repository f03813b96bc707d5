import type { ReactNode } from 'react';
import { DownIcon } from '../icons.tsx';

export interface DisclosureProps {
  /** what is inside, as words that make sense alone: 受診の記録をすべて見る */
  summary: ReactNode;
  /** open from the start */
  open?: boolean | undefined;
  children: ReactNode;
}

/** Hides the rarely needed behind a line of words. Native <details>: found by the browser's own search. */
export function Disclosure({ summary, open, children }: DisclosureProps) {
  return (
    <details open={open} className="group">
      <summary className="flex min-h-11 list-none items-center gap-2 rounded-control px-2 font-bold text-key hover:bg-key-tint [&::-webkit-details-marker]:hidden">
        <DownIcon className="transition-transform group-open:rotate-180" />
        <span>{summary}</span>
      </summary>
      <div className="px-2 pt-2 pb-1">{children}</div>
    </details>
  );
}
