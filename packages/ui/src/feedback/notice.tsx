import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { ErrorIcon, InfoIcon, SuccessIcon, UnknownIcon, WarningIcon } from '../icons.tsx';

/** unknown: something could not be checked; it is neither good nor bad and must be said. */
export type NoticeTone = 'info' | 'success' | 'warning' | 'error' | 'unknown';

export interface NoticeProps {
  tone: NoticeTone;
  title: string;
  /** what it means and what to do */
  children?: ReactNode;
  /** buttons */
  actions?: ReactNode;
  /**
   * Set when the notice appears after something the person did. Errors are then read out at once, the others
   * politely. Leave out for what is on the page from the start.
   */
  live?: boolean | undefined;
}

const look = {
  info: { box: 'border-key-line border-l-key bg-key-tint', icon: InfoIcon, iconClass: 'text-key' },
  success: {
    box: 'border-success-line border-l-success bg-success-tint',
    icon: SuccessIcon,
    iconClass: 'text-success',
  },
  warning: {
    box: 'border-warning-line border-l-warning bg-warning-tint',
    icon: WarningIcon,
    iconClass: 'text-warning',
  },
  error: {
    box: 'border-danger-line border-l-danger bg-danger-tint',
    icon: ErrorIcon,
    iconClass: 'text-danger',
  },
  unknown: {
    box: 'border-unknown-line border-l-unknown border-dashed bg-unknown-tint',
    icon: UnknownIcon,
    iconClass: 'text-unknown',
  },
} as const;

const toneWord: Record<NoticeTone, string> = {
  info: 'お知らせ',
  success: '完了',
  warning: '注意',
  error: 'エラー',
  unknown: '未確認',
};

/** A message in the page, beside what it is about. It stays until its cause is gone. */
export function Notice({ tone, title, children, actions, live = false }: NoticeProps) {
  const { box, icon: Icon, iconClass } = look[tone];
  const role = live ? (tone === 'error' ? 'alert' : 'status') : undefined;
  return (
    <div
      role={role}
      className={classNames(
        'print-whole flex gap-3 rounded-control border border-l-[0.375rem] px-4 py-3.5',
        box,
      )}
    >
      <Icon className={classNames('mt-0.5 size-6', iconClass)} />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="text-lead font-bold">
          <span className="sr-only">{toneWord[tone]}：</span>
          {title}
        </p>
        {children ? <div className="text-body text-ink">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2.5">{actions}</div> : null}
      </div>
    </div>
  );
}
