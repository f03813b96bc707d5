'use client';

import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { CheckIcon } from '../icons.tsx';

export interface ToggleButtonProps {
  /** what holds while it is pressed: 一包化、28日 */
  children: ReactNode;
  pressed: boolean;
  onPress: (pressed: boolean) => void;
  /** the full name where the words are short: 「28日分にする」 */
  label?: string | undefined;
  /** why it cannot be pressed, as a sentence; shown beside it */
  unavailableReason?: string | undefined;
}

/** A choice that is on or off by itself: filled and ticked while on. For one of several that exclude each other use SegmentedControl. */
export function ToggleButton({ children, pressed, onPress, label, unavailableReason }: ToggleButtonProps) {
  const blocked = unavailableReason !== undefined;
  const button = (
    <button
      type="button"
      aria-pressed={pressed}
      aria-label={label}
      aria-disabled={blocked || undefined}
      onClick={() => (blocked ? undefined : onPress(!pressed))}
      className={classNames(
        'inline-flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-control border px-3 py-1 leading-snug',
        pressed
          ? 'forced-chosen border-key bg-key font-bold text-white hover:bg-key-strong'
          : 'border-control bg-white text-ink hover:bg-key-tint active:bg-blue-100',
        blocked && 'border-line bg-solid-gray-50 text-ink-2 hover:bg-solid-gray-50',
      )}
    >
      {pressed ? <CheckIcon /> : null}
      {children}
    </button>
  );
  if (!blocked) return button;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {button}
      <span className="text-note text-ink-2">{unavailableReason}</span>
    </span>
  );
}
