import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { AddIcon } from '../icons.tsx';

export interface ListButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** what pressing it adds or opens */
  children: ReactNode;
  /** a second line: usage and days of a set */
  detail?: ReactNode;
  /** the sign at the right end; a plus when left out */
  iconEnd?: ReactNode;
}

/** One line of a list to press: a favourite drug, a set. Words at the left, what happens at the right. */
export function ListButton({
  children,
  detail,
  iconEnd = <AddIcon />,
  className,
  type = 'button',
  ...rest
}: ListButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classNames(
        'flex min-h-11 w-full items-center gap-3 rounded-control border border-line bg-white px-3.5 py-2 text-left leading-snug hover:border-key hover:bg-key-tint active:bg-blue-100',
        className,
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="block">{children}</span>
        {detail ? <span className="block text-note text-ink-2">{detail}</span> : null}
      </span>
      <span className="text-title text-key">{iconEnd}</span>
    </button>
  );
}
