import type { ReactNode } from 'react';

export interface OrderQuestionProps {
  /** what is chosen here: 名前の書きかた */
  title: string;
  /** one sentence where the choice needs it */
  hint?: ReactNode;
  children: ReactNode;
}

/** One choice among the details of an order: the question, then the answers as buttons. */
export function OrderQuestion({ title, hint, children }: OrderQuestionProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the answers carry their own names; a fieldset's legend can not stand beside them
    <div role="group" aria-label={title} className="grid gap-1.5">
      <p className="font-bold leading-snug">{title}</p>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
      {hint ? <p className="text-sub text-ink-2">{hint}</p> : null}
    </div>
  );
}
