import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Count } from '../feedback/status-badge.tsx';
import { ShirubeMark } from '../icons.tsx';
import type { LinkLike } from '../link-like.ts';
import { HeaderMenu } from './header-menu.tsx';

export interface HeaderLink {
  href: string;
  label: string;
  /** the screen that is open */
  current?: boolean | undefined;
  /** how many things wait there; nothing is shown for 0 */
  count?: number | undefined;
}

export interface AppHeaderProps {
  /** where the brand leads: the home screen */
  homeHref: string;
  links: readonly HeaderLink[];
  /** places that are seldom gone to, behind a word: 管理. Nothing is drawn for a group without links. */
  groups?: readonly { label: string; links: readonly HeaderLink[] }[] | undefined;
  /** chips and menus at the right: signing state, text size, who is signed in */
  right?: ReactNode;
  /** the clinic's name beside the brand */
  place?: string | undefined;
  /** the clinics of who is here; with more than one the name becomes a menu. A link loads its page anew: nothing is kept. */
  places?: readonly HeaderLink[] | undefined;
  /** what draws a link: 'a' (default) or the app's link component */
  linkAs?: LinkLike | undefined;
  /** id of the page's <main>, for the skip link. Default 'main'. */
  mainId?: string | undefined;
}

/** The head of every screen: brand, the few places of the product, who is here. */
export function AppHeader({
  homeHref,
  links,
  groups = [],
  right,
  place,
  places = [],
  linkAs: Link = 'a',
  mainId = 'main',
}: AppHeaderProps) {
  return (
    <header className="print-hide border-b border-line bg-white">
      <a
        href={`#${mainId}`}
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-yellow-300 focus:px-4 focus:py-3 focus:font-bold"
      >
        本文へ進む
      </a>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2">
        <Link
          href={homeHref}
          className="inline-flex min-h-11 items-center gap-2.5 rounded-control no-underline"
        >
          <ShirubeMark className="size-9" />
          <span className="leading-tight">
            <span className="block text-title font-bold tracking-wide text-key">標 Shirube</span>
            {place && places.length < 2 ? <span className="block text-note text-ink-2">{place}</span> : null}
          </span>
        </Link>
        {place && places.length > 1 ? (
          <HeaderMenu label={place} description="医療機関を切り替える" links={places} />
        ) : null}
        <nav aria-label="おもな画面">
          <ul className="flex flex-wrap gap-1">
            {links.map((link) => (
              <li key={link.href}>
                <Link
                  href={link.href}
                  aria-current={link.current ? 'page' : undefined}
                  className={classNames(
                    'inline-flex min-h-11 items-center gap-1.5 rounded-control px-3 no-underline',
                    link.current
                      ? 'bg-key-tint font-bold text-key forced-colors:border'
                      : 'text-ink hover:bg-surface hover:text-key',
                  )}
                >
                  {link.label}
                  {link.count ? <Count value={link.count} /> : null}
                </Link>
              </li>
            ))}
            {groups.map((group) =>
              group.links.length > 0 ? (
                <li key={group.label}>
                  <HeaderMenu label={group.label} links={group.links} linkAs={Link} />
                </li>
              ) : null,
            )}
          </ul>
        </nav>
        {right ? <div className="ml-auto flex flex-wrap items-center gap-2">{right}</div> : null}
      </div>
    </header>
  );
}
