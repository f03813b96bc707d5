import type { ReactNode } from 'react';

export interface EmptyStateProps {
  icon?: ReactNode;
  /** what is not there: まだ受診の記録はありません */
  title: string;
  /** what to do, or when something will come */
  children?: ReactNode;
  actions?: ReactNode;
}

/** A place with nothing in it, said in a sentence: an empty list must not look like a failed one. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-8 text-center">
      {icon ? (
        <span className="mb-1 inline-flex size-12 items-center justify-center rounded-full bg-surface text-head text-ink-2">
          {icon}
        </span>
      ) : null}
      <p className="text-lead font-bold">{title}</p>
      {children ? <div className="max-w-[36em] text-sub text-ink-2">{children}</div> : null}
      {actions ? <div className="mt-3 flex flex-wrap justify-center gap-2.5">{actions}</div> : null}
    </div>
  );
}
