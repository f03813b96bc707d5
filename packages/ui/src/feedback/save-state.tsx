import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { BusyIcon, EditIcon, ErrorIcon, OfflineIcon, SuccessIcon } from '../icons.tsx';

/**
 * saved: on the server. saving: on the way. editing: typed, not yet sent. kept-here: on this device only,
 * waiting for the network. failed: refused; the text is still in the page.
 */
export type SaveStatus = 'saved' | 'saving' | 'editing' | 'kept-here' | 'failed';

export interface SaveStateProps {
  status: SaveStatus;
  /** clock time of the last save in the clinic's zone, ready to show: 10:54 */
  savedAt?: string | undefined;
  /** a button, for `failed`: もう一度保存する */
  action?: ReactNode;
}

/** Where the text is, always visible, in words. No toast: a vanishing message is a safety problem. */
export function SaveState({ status, savedAt, action }: SaveStateProps) {
  const { icon, text, tone } = sentence(status, savedAt);
  return (
    <span className={classNames('inline-flex flex-wrap items-center gap-x-3 gap-y-1', tone)}>
      <span role="status" className="inline-flex items-center gap-2">
        {icon}
        <span>{text}</span>
      </span>
      {action}
    </span>
  );
}

function sentence(status: SaveStatus, savedAt: string | undefined) {
  const at = savedAt ? ` ${savedAt}` : '';
  switch (status) {
    case 'saved':
      return { icon: <SuccessIcon />, text: `保存済み${at}`, tone: 'text-success' };
    case 'saving':
      return { icon: <BusyIcon />, text: '保存中', tone: 'text-ink-2' };
    case 'editing':
      return { icon: <EditIcon />, text: '入力中', tone: 'text-ink-2' };
    case 'kept-here':
      return {
        icon: <OfflineIcon />,
        text: 'この端末に保存しました（通信待ち）',
        tone: 'font-bold text-unknown-strong',
      };
    case 'failed':
      return {
        icon: <ErrorIcon />,
        text: '保存できませんでした。入力内容はこの画面に残っています',
        tone: 'font-bold text-danger',
      };
  }
}
