'use client';

import { type Ref, type TextareaHTMLAttributes, useId } from 'react';
import { classNames } from '../class-names.ts';
import { controlBoxClass, describedBy, FieldFrame, type FieldTexts, readOnlyClass } from './field.tsx';
import { useAutosize } from './use-autosize.ts';

export interface TextAreaProps
  extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'required' | 'style'>,
    FieldTexts {
  /** lines shown when empty, 1 to 20; it grows with the text */
  rows?: number | undefined;
  ref?: Ref<HTMLTextAreaElement> | undefined;
}

/** Several lines of text that grow with what is written, so nothing is hidden behind an inner scroll bar. */
export function TextArea({
  label,
  hint,
  error,
  required,
  labelHidden,
  className,
  id,
  rows = 3,
  ref,
  ...rest
}: TextAreaProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  const setArea = useAutosize(rest.value, ref);
  return (
    <FieldFrame id={fieldId} {...{ label, hint, error, required, labelHidden, className }}>
      <textarea
        autoComplete="off"
        {...rest}
        ref={setArea}
        id={fieldId}
        rows={rows}
        aria-required={required || undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(fieldId, { hint, error })}
        className={classNames(
          controlBoxClass(Boolean(error)),
          readOnlyClass,
          'block resize-none px-4 py-3 field-sizing-content',
          `min-h-lines-${rows}`,
        )}
      />
    </FieldFrame>
  );
}
