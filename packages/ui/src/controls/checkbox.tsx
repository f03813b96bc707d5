import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from '../class-names.ts';

export interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  label: ReactNode;
  /** a second line in smaller type */
  description?: ReactNode;
  ref?: Ref<HTMLInputElement> | undefined;
}

/** A native checkbox; the whole line, at least 44 px high, can be pressed. */
export function Checkbox({ label, description, className, ...rest }: CheckboxProps) {
  return (
    <label
      className={classNames(
        'focus-host flex min-h-11 items-start gap-3 rounded-control px-2 py-2 hover:bg-key-tint',
        className,
      )}
    >
      <input {...rest} type="checkbox" className="mt-px size-6 shrink-0 accent-key" />
      <span>
        <span className="block leading-normal">{label}</span>
        {description ? <span className="block text-sub text-ink-2">{description}</span> : null}
      </span>
    </label>
  );
}
