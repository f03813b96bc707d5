'use client';

import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { Count } from '../feedback/status-badge.tsx';
import { CheckIcon, DownIcon } from '../icons.tsx';
import type { LinkLike } from '../link-like.ts';
import type { HeaderLink } from './app-header.tsx';

export interface HeaderMenuProps {
  /** the words on the button */
  label: string;
  /** what the list is, when the button's words do not say it: 医療機関を切り替える */
  description?: string | undefined;
  links: readonly HeaderLink[];
  linkAs?: LinkLike | undefined;
}

/** A button of the header that opens a short list of links. Escape, a press elsewhere or leaving it closes it. */
export function HeaderMenu({ label, description, links, linkAs: Link = 'a' }: HeaderMenuProps) {
  const [open, setOpen] = useState(false);
  const listId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const current = links.some((link) => link.current);
  const waiting = links.reduce((sum, link) => sum + (link.count ?? 0), 0);

  function leave(event: FocusEvent<HTMLDivElement>) {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  }
  function press(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    button.current?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus leaves, or Escape inside it
    <div className="relative" onBlur={leave} onKeyDown={press}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={listId}
        aria-label={description ? `${label}　${description}` : undefined}
        onClick={() => setOpen(!open)}
        className={classNames(
          'inline-flex min-h-11 items-center gap-1.5 rounded-control px-3',
          current && !description ? 'bg-key-tint font-bold text-key' : 'hover:bg-surface hover:text-key',
        )}
      >
        <span>{label}</span>
        {waiting ? <Count value={waiting} /> : null}
        <DownIcon className={classNames('transition-transform', open && 'rotate-180')} />
      </button>
      <ul
        id={listId}
        hidden={!open}
        className="absolute top-full left-0 z-40 mt-1 min-w-56 rounded-card border border-line bg-white p-1.5 shadow-pop"
      >
        {links.map((link) => (
          <li key={link.href}>
            <Link
              href={link.href}
              aria-current={link.current ? 'page' : undefined}
              onClick={() => setOpen(false)}
              className={classNames(
                'flex min-h-11 items-center gap-2 rounded-control px-3 no-underline whitespace-nowrap',
                link.current ? 'bg-key-tint font-bold text-key' : 'text-ink hover:bg-surface hover:text-key',
              )}
            >
              {link.label}
              {link.count ? <Count value={link.count} /> : null}
              {link.current ? <CheckIcon className="ml-auto" /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
