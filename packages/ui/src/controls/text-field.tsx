'use client';

import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { classNames } from '../class-names.ts';
import { controlBoxClass, describedBy, FieldFrame, type FieldTexts, readOnlyClass } from './field.tsx';

export interface TextFieldProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'required' | 'size' | 'style'>,
    FieldTexts {
  /** a unit or word after the box: kg、円 */
  unit?: ReactNode;
  /** width by content, in characters of the expected answer, 1 to 60; full width when left out */
  characters?: number | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

/**
 * One line of text. Works controlled or with react-hook-form's `register`. Autocomplete is off unless asked
 * for: a browser must not offer another patient's data.
 */
export function TextField({
  label,
  hint,
  error,
  required,
  labelHidden,
  unit,
  characters,
  className,
  id,
  ...rest
}: TextFieldProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  return (
    <FieldFrame id={fieldId} {...{ label, hint, error, required, labelHidden, className }}>
      <span className="flex items-center gap-2">
        <input
          type="text"
          autoComplete="off"
          {...rest}
          id={fieldId}
          aria-required={required || undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(fieldId, { hint, error })}
          className={classNames(
            controlBoxClass(Boolean(error)),
            readOnlyClass,
            'min-h-12 px-4 py-2',
            characters !== undefined && `max-w-characters-${characters}`,
          )}
        />
        {unit ? <span className="shrink-0 text-lead">{unit}</span> : null}
      </span>
    </FieldFrame>
  );
}
