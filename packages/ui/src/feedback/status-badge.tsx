import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { Tone } from '../tone.ts';

export interface StatusBadgeProps {
  tone?: Tone | undefined;
  /** filled: the state that matters most now (診察中). soft (default): every other state. */
  emphasis?: 'filled' | 'soft' | undefined;
  /** sm: inside a line of text. md: a chip. lg: the state column of a board row. */
  size?: 'sm' | 'md' | 'lg' | undefined;
  icon?: ReactNode;
  children: ReactNode;
}

const softClass: Record<Tone, string> = {
  neutral: 'border-line bg-solid-gray-50 text-ink',
  key: 'border-key-line bg-key-tint text-key',
  success: 'border-success-line bg-success-tint text-success',
  caution: 'border-caution-line bg-caution text-ink',
  warning: 'border-warning-line bg-warning-tint text-warning-strong',
  danger: 'border-danger-line bg-danger-tint text-danger-strong',
  unknown: 'border-unknown-line border-dashed bg-unknown-tint text-unknown-strong',
};

const filledClass: Record<Tone, string> = {
  neutral: 'border-transparent bg-solid-gray-700 text-white',
  key: 'border-transparent bg-key text-white',
  success: 'border-transparent bg-success text-white',
  caution: 'border-caution-line bg-caution text-ink',
  warning: 'border-transparent bg-warning text-white',
  danger: 'border-transparent bg-danger text-white',
  unknown: 'border-transparent bg-unknown text-white',
};

const sizeClass = {
  sm: 'rounded-tag px-1.5 py-px text-note leading-snug',
  md: 'rounded-md px-2.5 py-0.5 text-note leading-relaxed',
  lg: 'min-h-10 justify-center rounded-control px-3 py-1.5 text-body font-bold leading-snug',
} as const;

/** A state in a word, on a quiet colour. It is not a button. */
export function StatusBadge({
  tone = 'neutral',
  emphasis = 'soft',
  size = 'md',
  icon,
  children,
}: StatusBadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex max-w-full items-center gap-1.5 border',
        emphasis === 'filled' ? filledClass[tone] : softClass[tone],
        emphasis === 'filled' && 'font-bold',
        sizeClass[size],
      )}
    >
      {icon}
      <span>{children}</span>
    </span>
  );
}

/** A short fact in an outline: who is signed in, when the check was made. Same as a soft StatusBadge. */
export function Chip({
  tone = 'neutral',
  icon,
  children,
}: Pick<StatusBadgeProps, 'tone' | 'icon' | 'children'>) {
  return (
    <StatusBadge tone={tone} icon={icon}>
      {children}
    </StatusBadge>
  );
}

/** A count beside a word: how many wait there. Read as 「3件」. */
export function Count({ value, tone = 'danger' }: { value: number; tone?: 'danger' | 'neutral' }) {
  return (
    <span
      className={classNames(
        'tabular inline-flex min-w-6 justify-center rounded-full px-1.5 text-note font-bold',
        tone === 'danger' ? 'bg-danger text-white' : 'bg-solid-gray-100 text-ink',
      )}
    >
      {value}
      <span className="sr-only">件</span>
    </span>
  );
}
