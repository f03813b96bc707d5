'use client';

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { DownIcon, ErrorIcon, UpIcon } from '../icons.tsx';
import { type QuantityProblem, type QuantityRule, readQuantity, stepQuantity } from './quantity.ts';

export interface NumberStepperProps extends Partial<QuantityRule> {
  /** what is counted, with what it belongs to: 「ロキソプロフェンNa錠60mgの1日量」 */
  label: string;
  /** shown above the box; otherwise the label is for assistive technology only */
  labelVisible?: boolean | undefined;
  /** 錠、日分 … shown after the number and read with it */
  unit: string;
  /** null when nothing usable is in the box */
  value: number | null;
  /**
   * Called with the number, or with null as soon as the text is empty or cannot be taken: what is stored never
   * differs from what is shown.
   */
  onChange: (value: number | null) => void;
  /** a problem found by the caller; shown like the stepper's own */
  error?: string | undefined;
  id?: string | undefined;
}

function sentence(
  problem: QuantityProblem,
  { min, max, step, grain = step }: QuantityRule,
  unit: string,
): string {
  switch (problem) {
    case 'empty':
      return '数を入れてください';
    case 'not-a-number':
      return '数字だけを入れてください';
    case 'too-small':
      return `${min}${unit}以上にしてください`;
    case 'too-large':
      return `${max}${unit}以下にしてください`;
    case 'not-a-step':
      return `${grain}${unit}きざみで入れてください`;
  }
}

/**
 * A number with ▼ and ▲ of 44 px each and direct typing. Full-width digits are taken and shown half width when
 * the box is left. A wrong entry stays visible with a sentence; it is never silently corrected.
 */
export function NumberStepper({
  label,
  labelVisible = false,
  unit,
  value,
  onChange,
  min = 0,
  max = 999,
  step = 1,
  grain,
  error,
  id,
}: NumberStepperProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const rule = { min, max, step, grain };
  const [text, setText] = useState(value === null ? '' : String(value));
  const [touched, setTouched] = useState(false);
  const reported = useRef(value);

  // a new value from outside (DO, a set, undo) replaces the text; an echo of our own report must not, or the
  // box would be rewritten while the person types
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    setText(value === null ? '' : String(value));
  }, [value]);

  const read = readQuantity(text, rule);
  const ownError = !read.ok && (touched || text !== '') ? sentence(read.problem, rule, unit) : undefined;
  const shownError = ownError ?? error;

  function report(next: number | null) {
    if (next === reported.current) return;
    reported.current = next;
    onChange(next);
  }

  function type(next: string) {
    setText(next);
    const typed = readQuantity(next, rule);
    report(typed.ok ? typed.value : null);
  }

  function press(direction: 1 | -1) {
    const next = stepQuantity(read.ok ? read.value : null, direction, rule);
    setText(String(next));
    report(next);
  }

  function keyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    press(event.key === 'ArrowUp' ? 1 : -1);
  }

  function leave() {
    setTouched(true);
    if (read.ok) setText(String(read.value));
  }

  const stepButton =
    'focus-inset inline-flex size-11 shrink-0 items-center justify-center text-key hover:bg-key-tint active:bg-blue-100 aria-disabled:text-solid-gray-420 aria-disabled:hover:bg-transparent';

  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={inputId} className={labelVisible ? 'font-bold leading-snug' : 'sr-only'}>
        {label}（{unit}）
      </label>
      <div
        className={classNames(
          'inline-flex w-fit items-stretch overflow-hidden rounded-control border bg-white',
          shownError ? 'border-2 border-danger' : 'border-control',
        )}
      >
        <button
          type="button"
          aria-label={`${label}を${step}${unit}減らす`}
          aria-disabled={(read.ok && read.value <= min) || undefined}
          onClick={() => press(-1)}
          className={classNames(stepButton, 'border-r border-line')}
        >
          <DownIcon className="size-6" />
        </button>
        <span className="inline-flex items-center gap-1 px-2">
          <input
            id={inputId}
            role="spinbutton"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            onChange={(event) => type(event.target.value)}
            onKeyDown={keyDown}
            onBlur={leave}
            aria-valuemin={min}
            aria-valuemax={max}
            {...(read.ok ? { 'aria-valuenow': read.value } : {})}
            aria-valuetext={read.ok ? `${read.value}${unit}` : text || '未入力'}
            aria-invalid={shownError ? true : undefined}
            aria-describedby={shownError ? `${inputId}-error` : undefined}
            className="focus-inset tabular min-h-11 w-[3.25em] rounded-tag bg-transparent text-right text-title font-bold"
          />
          <span aria-hidden="true" className="min-w-[2em] text-body">
            {unit}
          </span>
        </span>
        <button
          type="button"
          aria-label={`${label}を${step}${unit}増やす`}
          aria-disabled={(read.ok && read.value >= max) || undefined}
          onClick={() => press(1)}
          className={classNames(stepButton, 'border-l border-line')}
        >
          <UpIcon className="size-6" />
        </button>
      </div>
      {shownError ? (
        <p
          id={`${inputId}-error`}
          role="alert"
          className="flex items-start gap-1 text-sub font-bold text-danger"
        >
          <ErrorIcon className="mt-[0.15em]" />
          {shownError}
        </p>
      ) : null}
    </div>
  );
}
