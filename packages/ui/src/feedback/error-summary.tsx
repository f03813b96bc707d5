'use client';

import { type MouseEvent, useEffect, useRef } from 'react';
import { ErrorIcon } from '../icons.tsx';

export interface FieldProblem {
  /** id of the control to go to */
  fieldId: string;
  /** what to do, as shown beside the control */
  message: string;
}

export interface ErrorSummaryProps {
  /** in the order of the form; nothing is drawn when empty */
  problems: readonly FieldProblem[];
  /** moves focus here when it appears (after a refused submit). Default true. */
  takeFocus?: boolean | undefined;
}

/** The refused form's problems in one place, each a link to its field. */
export function ErrorSummary({ problems, takeFocus = true }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const present = problems.length > 0;
  useEffect(() => {
    if (present && takeFocus) box.current?.focus();
  }, [present, takeFocus]);

  if (!present) return null;

  function goTo(event: MouseEvent<HTMLAnchorElement>, fieldId: string) {
    const field = document.getElementById(fieldId);
    if (field === null) return;
    event.preventDefault();
    field.scrollIntoView({ block: 'center' });
    field.focus({ preventScroll: true });
  }

  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="grid gap-2 rounded-control border-2 border-danger bg-white px-5 py-4"
    >
      <h2 className="flex items-center gap-2 text-title font-bold text-danger">
        <ErrorIcon />
        入力を見直してください（{problems.length}件）
      </h2>
      <ul className="grid gap-0.5">
        {problems.map((problem) => (
          <li key={problem.fieldId}>
            <a
              href={`#${problem.fieldId}`}
              onClick={(event) => goTo(event, problem.fieldId)}
              className="inline-flex min-h-11 items-center font-bold text-danger underline underline-offset-4"
            >
              {problem.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
