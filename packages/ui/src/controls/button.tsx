'use client';

import { type ButtonHTMLAttributes, type MouseEvent, type ReactNode, type Ref, useId } from 'react';
import { classNames } from '../class-names.ts';
import { BusyIcon } from '../icons.tsx';
import { type ButtonLook, buttonClass } from './button-style.ts';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'>, ButtonLook {
  /** the words on the button: what pressing it does */
  children: ReactNode;
  /** an icon before the words */
  icon?: ReactNode;
  /** an icon after the words */
  iconEnd?: ReactNode;
  /** work is going on: the button keeps its place, says so and does nothing when pressed */
  busy?: boolean | undefined;
  /** the words while busy */
  busyLabel?: string | undefined;
  /**
   * Why the button cannot be used now, as a sentence the person can act on. The button stays reachable by
   * keyboard (DADS advises against `disabled`), and the sentence is shown under it.
   */
  unavailableReason?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

/** A button with words on it. It never submits a form unless `type="submit"` is asked for. */
export function Button({
  children,
  icon,
  iconEnd,
  variant,
  size,
  fullWidth,
  busy = false,
  busyLabel = '処理しています',
  unavailableReason,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const blocked = busy || unavailableReason !== undefined;

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (blocked) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    onClick?.(event);
  }

  const button = (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-busy={busy || undefined}
      aria-disabled={blocked || undefined}
      aria-describedby={unavailableReason === undefined ? rest['aria-describedby'] : reasonId}
      className={classNames(buttonClass({ variant, size, fullWidth }), className)}
    >
      {busy ? <BusyIcon /> : icon}
      <span>{busy ? busyLabel : children}</span>
      {busy ? null : iconEnd}
    </button>
  );
  // always in the same place of the tree: a button that becomes usable while the keyboard is on it keeps the keyboard
  return (
    <span
      className={
        unavailableReason === undefined
          ? 'contents'
          : classNames('inline-flex flex-col gap-1', fullWidth && 'w-full')
      }
    >
      {button}
      {unavailableReason === undefined ? null : (
        <span id={reasonId} className="text-note text-ink-2">
          {unavailableReason}
        </span>
      )}
    </span>
  );
}
