'use client';

import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';

export interface Segment<Value extends string> {
  value: Value;
  label: ReactNode;
}

export interface SegmentedControlProps<Value extends string> {
  /** what is being chosen, for assistive technology; shown when `labelVisible` */
  label: string;
  labelVisible?: boolean | undefined;
  segments: readonly Segment<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** every segment as wide as the others, over the whole line */
  fullWidth?: boolean | undefined;
}

/** One of a few short choices in a row (a radio group): arrow keys move, the chosen one is filled and bold. */
export function SegmentedControl<Value extends string>({
  label,
  labelVisible = false,
  segments,
  value,
  onChange,
  fullWidth = false,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset className={classNames('flex items-center gap-2.5', fullWidth && 'w-full')}>
      <legend className="sr-only">{label}</legend>
      {labelVisible ? (
        <span aria-hidden="true" className="shrink-0 text-sub text-ink-2">
          {label}
        </span>
      ) : null}
      <span
        className={classNames(
          'inline-flex flex-wrap gap-1 rounded-[0.625rem] border border-line bg-surface p-1',
          fullWidth && 'w-full',
        )}
      >
        {segments.map((segment) => {
          const chosen = segment.value === value;
          return (
            <label
              key={segment.value}
              className={classNames(
                'focus-host relative inline-flex min-h-9 min-w-11 items-center justify-center rounded-md px-3 text-sub leading-snug',
                "after:absolute after:-inset-y-1 after:inset-x-0 after:content-['']",
                fullWidth && 'flex-auto',
                chosen ? 'forced-chosen bg-key font-bold text-white' : 'text-ink hover:bg-key-tint',
              )}
            >
              <input
                type="radio"
                name={name}
                value={segment.value}
                checked={chosen}
                onChange={() => onChange(segment.value)}
                className="sr-only"
              />
              {segment.label}
            </label>
          );
        })}
      </span>
    </fieldset>
  );
}
