import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { ErrorIcon } from '../icons.tsx';

/** What every labelled control takes. */
export interface FieldTexts {
  /** always visible; a placeholder is never a label */
  label: string;
  /** how to fill it in, shown under the label */
  hint?: ReactNode;
  /** what is wrong and what to do, shown above the control */
  error?: string | undefined;
  /** shows ※必須; validation itself is the caller's */
  required?: boolean | undefined;
  /** keeps the label for assistive technology only, where a heading already says it */
  labelHidden?: boolean | undefined;
}

export interface FieldFrameProps extends FieldTexts {
  /** id of the control; `${id}-hint` and `${id}-error` describe it */
  id: string;
  className?: string | undefined;
  children: ReactNode;
}

/** Ids for aria-describedby, in the order they are read; undefined when there is nothing to read. */
export function describedBy(id: string, texts: Pick<FieldTexts, 'hint' | 'error'>): string | undefined {
  const ids = [texts.hint ? `${id}-hint` : null, texts.error ? `${id}-error` : null].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}

/** Label, hint, error and the control, in that order (GOV.UK and DADS order: the error is read before the field). */
export function FieldFrame({
  id,
  label,
  hint,
  error,
  required,
  labelHidden,
  className,
  children,
}: FieldFrameProps) {
  return (
    <div className={classNames('grid gap-1.5', error && 'border-l-4 border-danger pl-4', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'font-bold leading-snug'}>
        {label}
        {required ? <span className="ml-2 text-note font-bold text-danger">※必須</span> : null}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="text-sub text-ink-2">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sub font-bold text-danger">
          <ErrorIcon className="mt-[0.15em]" />
          {error}
        </p>
      ) : null}
      {children}
    </div>
  );
}

/** A text that can be read and copied but not changed looks like paper, not like a box. */
export const readOnlyClass = 'read-only:border-line read-only:bg-surface-2';

/** The box of a text control; the border alone shows where it is, so it has 3:1 contrast. */
export function controlBoxClass(invalid: boolean): string {
  return classNames(
    'w-full rounded-control border bg-white text-lead text-ink placeholder:text-ink-2',
    invalid ? 'border-2 border-danger' : 'border-control',
  );
}
