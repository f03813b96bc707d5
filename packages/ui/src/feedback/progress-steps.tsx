import { classNames } from '../class-names.ts';
import { CheckIcon } from '../icons.tsx';

export interface ProgressStepsProps {
  /** what the steps lead to, for assistive technology */
  label: string;
  steps: readonly { id: string; label: string }[];
  /** id of the step being done now */
  current: string;
}

/** Where the person is in a task of several pages: done, now, still to come, each in words for a screen reader. */
export function ProgressSteps({ label, steps, current }: ProgressStepsProps) {
  const currentIndex = steps.findIndex((step) => step.id === current);
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-2 gap-y-3">
      {steps.map((step, index) => {
        const state = index < currentIndex ? 'done' : index === currentIndex ? 'now' : 'later';
        return (
          <li
            key={step.id}
            aria-current={state === 'now' ? 'step' : undefined}
            className="flex items-center gap-2"
          >
            <span
              aria-hidden="true"
              className={classNames(
                'tabular inline-flex size-8 shrink-0 items-center justify-center rounded-full border-2 font-bold',
                state === 'done' && 'border-key bg-white text-key',
                state === 'now' && 'forced-chosen border-key bg-key text-white',
                state === 'later' && 'border-control bg-white text-ink-2',
              )}
            >
              {state === 'done' ? <CheckIcon /> : index + 1}
            </span>
            <span className={state === 'now' ? 'font-bold' : 'text-ink-2'}>
              {step.label}
              <span className="sr-only">
                {state === 'done' ? '（済み）' : state === 'now' ? '（いまここ）' : '（これから）'}
              </span>
            </span>
            {index < steps.length - 1 ? <span aria-hidden="true" className="ml-1 h-0.5 w-8 bg-line" /> : null}
          </li>
        );
      })}
    </ol>
  );
}
