import type { ReactNode } from 'react';

export interface ThreeColumnsProps {
  /** what came before: past visits, drugs from elsewhere */
  left: ReactNode;
  leftLabel: string;
  /** today's work */
  middle: ReactNode;
  middleLabel: string;
  /** tools for today's work */
  right: ReactNode;
  rightLabel: string;
}

/**
 * Three columns that never move: before | today | tools. The side columns stay in view while today's work
 * scrolls. Where there is less than 68.75rem (1100 px at the standard text size, so also at 200 % zoom or with
 * large type) they become one column, today's work first; that is also the order of the keyboard.
 */
export function ThreeColumns({ left, leftLabel, middle, middleLabel, right, rightLabel }: ThreeColumnsProps) {
  const side =
    'grid content-start gap-4 @min-[68.75rem]:sticky @min-[68.75rem]:top-[calc(var(--stick-top,0px)+1rem)] @min-[68.75rem]:max-h-[calc(100dvh-var(--stick-top,0px)-var(--stick-bottom,0px)-2rem)] @min-[68.75rem]:overflow-y-auto @min-[68.75rem]:row-start-1 print:static print:max-h-none print:overflow-visible';
  return (
    <div className="@container">
      <div className="grid items-start gap-4 px-4 py-4 @min-[68.75rem]:grid-cols-[clamp(15.5rem,22cqi,20rem)_minmax(0,1fr)_clamp(17.5rem,24cqi,22rem)] @min-[68.75rem]:px-5">
        <section
          aria-label={middleLabel}
          className="grid min-w-0 content-start gap-4 @min-[68.75rem]:col-start-2 @min-[68.75rem]:row-start-1"
        >
          {middle}
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keyboard */}
        <section aria-label={leftLabel} tabIndex={0} className={`${side} @min-[68.75rem]:col-start-1`}>
          {left}
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keyboard */}
        <section aria-label={rightLabel} tabIndex={0} className={`${side} @min-[68.75rem]:col-start-3`}>
          {right}
        </section>
      </div>
    </div>
  );
}
