'use client';

import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';

export interface CardProps {
  /** the heading of the card; also its name for assistive technology */
  title: string;
  /** a short fact beside the heading: 12件のうち3件 */
  note?: ReactNode;
  /** buttons at the right end of the heading */
  actions?: ReactNode;
  /** level of the heading in the page. Default 2. */
  headingLevel?: 2 | 3 | 4 | undefined;
  /** none: the content draws to the edge (lists, tables). normal (default): space around it. */
  padding?: 'none' | 'normal' | undefined;
  children: ReactNode;
  className?: string | undefined;
}

/** A white card with a heading: one subject of the screen. */
export function Card({
  title,
  note,
  actions,
  headingLevel = 2,
  padding = 'normal',
  children,
  className,
}: CardProps) {
  const headingId = useId();
  const Heading = `h${headingLevel}` as const;
  return (
    <section
      aria-labelledby={headingId}
      className={classNames('print-whole rounded-card border border-line bg-card shadow-card', className)}
    >
      <div className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line-2 px-4 py-2">
        <div className="flex min-w-0 flex-[1_1_11rem] flex-wrap items-baseline gap-x-3">
          <Heading id={headingId} className="text-title font-bold">
            {title}
          </Heading>
          {note ? <span className="text-note text-ink-2">{note}</span> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      <div className={classNames('overflow-clip rounded-b-card', padding === 'normal' && 'p-4')}>
        {children}
      </div>
    </section>
  );
}
