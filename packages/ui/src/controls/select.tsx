'use client';

import { type ReactNode, type Ref, type SelectHTMLAttributes, useId } from 'react';
import { classNames } from '../class-names.ts';
import { DownIcon } from '../icons.tsx';
import { controlBoxClass, describedBy, FieldFrame, type FieldTexts } from './field.tsx';

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'required'>, FieldTexts {
  options: readonly SelectOption[];
  /** words of the empty choice; left out when there must always be a choice */
  emptyLabel?: string | undefined;
  ref?: Ref<HTMLSelectElement> | undefined;
  children?: ReactNode;
}

/** A native select: the operating system's own list is the one people know, large on a touch screen. */
export function Select({
  label,
  hint,
  error,
  required,
  labelHidden,
  options,
  emptyLabel,
  className,
  id,
  ...rest
}: SelectProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  return (
    <FieldFrame id={fieldId} {...{ label, hint, error, required, labelHidden, className }}>
      <span className="relative block">
        <select
          {...rest}
          id={fieldId}
          aria-required={required || undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(fieldId, { hint, error })}
          className={classNames(controlBoxClass(Boolean(error)), 'min-h-12 appearance-none py-2 pr-12 pl-4')}
        >
          {emptyLabel === undefined ? null : <option value="">{emptyLabel}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <DownIcon className="pointer-events-none absolute top-1/2 right-4 -translate-y-1/2" />
      </span>
    </FieldFrame>
  );
}
