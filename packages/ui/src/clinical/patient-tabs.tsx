import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { LinkLike } from '../link-like.ts';
import { Marker, type MarkerShape, markerTopBar } from './marker.tsx';

export interface PatientTab {
  id: string;
  href: string;
  marker: MarkerShape;
  name: string;
  /** something open there: 未確定 */
  note?: string | undefined;
}

export interface PatientTabsProps {
  tabs: readonly PatientTab[];
  /** id of the chart that is open; null when none of them is */
  current: string | null;
  /** what draws a link: 'a' (default) or the app's link component */
  linkAs?: LinkLike | undefined;
  /** a button after the tabs: このカルテを閉じる */
  actions?: ReactNode;
}

/** The charts that are open, each with its own shape and colour. Links: each chart has its own address. */
export function PatientTabs({ tabs, current, linkAs: Link = 'a', actions }: PatientTabsProps) {
  return (
    <nav aria-label="開いているカルテ" className="print-hide flex flex-wrap items-end gap-x-4 px-5 pt-2">
      <ul className="flex min-w-0 flex-wrap items-end gap-x-1.5">
        {tabs.map((tab) => {
          const open = tab.id === current;
          return (
            <li key={tab.id}>
              <Link
                href={tab.href}
                aria-current={open ? 'page' : undefined}
                className={classNames(
                  'flex min-h-11 items-center gap-2.5 rounded-t-control border border-b-0 px-4 py-1.5 no-underline',
                  open
                    ? 'border-line bg-white font-bold text-ink'
                    : 'border-line bg-surface-2 text-ink-2 hover:bg-white hover:text-ink',
                  open && markerTopBar(tab.marker),
                )}
              >
                <Marker shape={tab.marker} />
                <span>{tab.name}</span>
                {tab.note ? <span className="text-note font-normal text-ink-2">{tab.note}</span> : null}
              </Link>
            </li>
          );
        })}
      </ul>
      {actions ? <div className="ml-auto pb-1.5">{actions}</div> : null}
    </nav>
  );
}
