'use client';

import type { ReactNode } from 'react';
import { useStickyInset } from './use-sticky-inset.ts';

export interface ActionBarProps {
  /** what the bar is for, for assistive technology: 診察を終える操作 */
  label: string;
  /** where the text is (SaveState) and what is still open (FindingSummary) */
  status?: ReactNode;
  /** the acts, the primary one last: it ends the line and the reading order */
  actions: ReactNode;
}

/**
 * The acts that end this screen, at its foot. It is in the flow of the page, so it never hides the last line; it
 * sticks to the bottom of the window only where enough of the page remains visible above it (`roomy`, theme.css).
 */
export function ActionBar({ label, status, actions }: ActionBarProps) {
  const ref = useStickyInset<HTMLElement>('bottom');
  return (
    <section
      ref={ref}
      aria-label={label}
      className="print-hide border-t border-line bg-white shadow-bar roomy:sticky roomy:bottom-0 roomy:z-20"
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-3">
        {status ? (
          <div className="flex min-w-0 flex-[1_1_20rem] flex-wrap items-center gap-x-6 gap-y-1">{status}</div>
        ) : null}
        <div className="ml-auto flex flex-wrap items-center justify-end gap-3">{actions}</div>
      </div>
    </section>
  );
}
