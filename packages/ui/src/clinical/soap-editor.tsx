'use client';

import { type ReactNode, useId } from 'react';
import { useAutosize } from '../controls/use-autosize.ts';
import { ErrorIcon } from '../icons.tsx';

export interface SoapRowProps {
  /** S, O, A or P */
  letter: 'S' | 'O' | 'A' | 'P';
  /** what the letter stands for; the usual words when left out */
  label?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  /** confirmed text: can be read and copied, not typed in */
  readOnly?: boolean | undefined;
  error?: string | undefined;
  /** buttons beside the text: 定型文 */
  tools?: ReactNode;
  id?: string | undefined;
}

const usualLabel = { S: '訴え・経過', O: '診察・検査', A: '評価', P: '方針' } as const;

/** The rows of a note, one under the other, in one card. */
export function SoapEditor({ children }: { children: ReactNode }) {
  return <div className="divide-y divide-line-2">{children}</div>;
}

/** One row of a problem-oriented note: the letter, what it means, and a text that grows with what is written. */
export function SoapRow({
  letter,
  label = usualLabel[letter],
  value,
  onChange,
  readOnly,
  error,
  tools,
  id,
}: SoapRowProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  const setArea = useAutosize(value);
  return (
    <div className="grid grid-cols-[5.25rem_minmax(0,1fr)]">
      <label htmlFor={fieldId} className="border-r border-line-2 bg-surface-2 px-2 py-2.5 text-center">
        <span className="block text-head leading-tight font-bold text-key">{letter}</span>
        <span className="block text-note leading-snug text-ink-2">{label}</span>
      </label>
      <div className="flex min-w-0 flex-wrap items-start">
        <textarea
          ref={setArea}
          id={fieldId}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          readOnly={readOnly}
          rows={2}
          autoComplete="off"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${fieldId}-error` : undefined}
          className="focus-inset block min-h-[4.1rem] min-w-0 flex-[1_1_13rem] resize-none bg-transparent px-4 py-2.5 text-lead read-only:bg-surface-2 field-sizing-content"
        />
        {tools ? (
          <div className="flex flex-[0_1_auto] flex-wrap gap-2 px-3 py-2 print-hide">{tools}</div>
        ) : null}
        {error ? (
          <p
            id={`${fieldId}-error`}
            className="flex w-full items-start gap-1.5 px-4 pb-2 text-sub font-bold text-danger"
          >
            <ErrorIcon className="mt-[0.15em]" />
            {error}
          </p>
        ) : null}
      </div>
    </div>
  );
}
