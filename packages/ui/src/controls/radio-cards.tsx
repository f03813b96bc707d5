'use client';

import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';
import { ErrorIcon } from '../icons.tsx';

export interface RadioCard<Value extends string> {
  value: Value;
  label: string;
  description?: ReactNode;
}

export interface RadioCardsProps<Value extends string> {
  /** the question */
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  options: readonly RadioCard<Value>[];
  /** null before a choice: nothing is chosen for the person */
  value: Value | null;
  onChange: (value: Value) => void;
  /** id of the group, for the error summary */
  id?: string | undefined;
  /** cards side by side where there is room */
  columns?: 1 | 2 | 3 | undefined;
}

const columnClass = { 1: '', 2: '@min-[30rem]:grid-cols-2', 3: '@min-[40rem]:grid-cols-3' } as const;

/** A few choices, all visible, each a large card. Arrow keys move, as in any radio group. */
export function RadioCards<Value extends string>({
  label,
  hint,
  error,
  options,
  value,
  onChange,
  id,
  columns = 1,
}: RadioCardsProps<Value>) {
  const ownId = useId();
  const groupId = id ?? ownId;
  return (
    <fieldset
      id={groupId}
      tabIndex={-1}
      aria-describedby={error ? `${groupId}-error` : undefined}
      className={classNames('@container', error && 'border-l-4 border-danger pl-4')}
    >
      <legend className="mb-1.5 font-bold leading-snug">{label}</legend>
      {hint ? <p className="mb-2 text-sub text-ink-2">{hint}</p> : null}
      {error ? (
        <p id={`${groupId}-error`} className="mb-2 flex items-start gap-1.5 text-sub font-bold text-danger">
          <ErrorIcon className="mt-[0.15em]" />
          {error}
        </p>
      ) : null}
      <div className={classNames('grid gap-2.5', columnClass[columns])}>
        {options.map((option) => {
          const chosen = option.value === value;
          return (
            <label
              key={option.value}
              className={classNames(
                'focus-host flex min-h-12 items-start gap-3 rounded-control border px-4 py-3',
                chosen
                  ? 'border-key bg-key-tint ring-1 ring-key'
                  : 'border-control bg-white hover:bg-key-tint',
              )}
            >
              <input
                type="radio"
                name={groupId}
                value={option.value}
                checked={chosen}
                onChange={() => onChange(option.value)}
                className="mt-0.5 size-5 shrink-0 accent-key"
              />
              <span>
                <span className={classNames('block leading-normal', chosen && 'font-bold')}>
                  {option.label}
                </span>
                {option.description ? (
                  <span className="block text-sub text-ink-2">{option.description}</span>
                ) : null}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
