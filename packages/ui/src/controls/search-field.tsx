'use client';

import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { classNames } from '../class-names.ts';
import { CloseIcon, SearchIcon } from '../icons.tsx';
import { controlBoxClass, describedBy, FieldFrame } from './field.tsx';

export interface SearchFieldProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'size'> {
  label: string;
  labelHidden?: boolean | undefined;
  hint?: ReactNode;
  value: string;
  onValueChange: (value: string) => void;
  ref?: Ref<HTMLInputElement> | undefined;
}

/** A search box with a visible label and a 消す button with a word on it. */
export function SearchField({
  label,
  labelHidden,
  hint,
  value,
  onValueChange,
  className,
  id,
  ...rest
}: SearchFieldProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  return (
    <FieldFrame id={fieldId} {...{ label, labelHidden, hint, className }}>
      <span className="relative block">
        <SearchIcon className="pointer-events-none absolute top-1/2 left-3.5 size-5 -translate-y-1/2 text-ink-2" />
        <input
          autoComplete="off"
          {...rest}
          id={fieldId}
          type="search"
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
          aria-describedby={describedBy(fieldId, { hint })}
          className={classNames(
            controlBoxClass(false),
            'min-h-12 py-2 pr-24 pl-11 [&::-webkit-search-cancel-button]:hidden',
          )}
        />
        {value === '' ? null : (
          <button
            type="button"
            onClick={() => onValueChange('')}
            className="absolute top-1/2 right-1 inline-flex min-h-11 -translate-y-1/2 items-center gap-1 rounded-control px-3 text-sub text-ink hover:bg-surface"
          >
            <CloseIcon />
            消す
          </button>
        )}
      </span>
    </FieldFrame>
  );
}
