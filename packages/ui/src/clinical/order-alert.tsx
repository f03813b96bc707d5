'use client';

import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { useAnnouncement } from '../feedback/live-region.tsx';
import { BanIcon, CopyIcon, InfoIcon, SuccessIcon, UnknownIcon } from '../icons.tsx';
import { type AlertTone, alertWord } from './alert-tone.ts';

export interface AlertFact {
  /** 重なる期間、根拠 … */
  term: string;
  detail: ReactNode;
}

export interface OrderAlertProps {
  tone: AlertTone;
  /** the kind of finding in the ministry's word; the tone's usual word when left out */
  label?: string | undefined;
  /** where the other drug comes from: 自院・今回, or the facility's name */
  source?: string | undefined;
  /** one sentence: with what, and what must not be */
  title: string;
  /** what could happen */
  message?: ReactNode;
  /** period and basis */
  facts?: readonly AlertFact[] | undefined;
  /** the answers as buttons, the good one first */
  actions?: ReactNode;
  /** what was answered: 「理由：…」で続けます（山田 10:55）. The alert stays, quietly. */
  resolution?: ReactNode;
  /** reads the alert out, politely, when it appears. Default true; false for what was there on opening. */
  announced?: boolean | undefined;
  /** for the keyboard, which is taken here when an answer's button has gone */
  id?: string | undefined;
}

const look = {
  block: {
    icon: BanIcon,
    box: 'border-danger-line border-l-danger bg-danger-tint',
    pill: 'bg-danger',
  },
  duplicate: {
    icon: CopyIcon,
    box: 'border-warning-line border-l-warning bg-warning-tint',
    pill: 'bg-warning',
  },
  info: { icon: InfoIcon, box: 'border-key-line border-l-key bg-key-tint', pill: 'bg-key' },
  unknown: {
    icon: UnknownIcon,
    box: 'border-dashed border-unknown bg-unknown-tint',
    pill: 'bg-unknown',
  },
} as const;

/**
 * What the safety check found about one order, in the order's own row: what, from where, why, and the answers
 * as buttons. It never covers anything and never takes the focus. Tone is told by word, icon, line and colour.
 */
export function OrderAlert({
  tone,
  label,
  source,
  title,
  message,
  facts = [],
  actions,
  resolution,
  announced = true,
  id,
}: OrderAlertProps) {
  const { icon: Icon, box, pill } = look[tone];
  const word = label ?? alertWord(tone);
  const name = `${word}。${source ? `${source}。` : ''}${title}`;
  useAnnouncement(announced && !resolution ? name : null);

  return (
    // biome-ignore lint/a11y/useSemanticElements: not a form part; the group's name is the finding itself
    <div
      role="group"
      id={id}
      aria-label={name}
      // where the next unanswered finding is looked for, and the keyboard is taken to
      data-unanswered={resolution ? undefined : ''}
      tabIndex={-1}
      className={classNames(
        'print-whole grid gap-2 rounded-control border border-l-[0.375rem] px-4 py-3',
        resolution ? 'border-line border-l-solid-gray-536 bg-white' : box,
      )}
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <span
          className={classNames(
            'inline-flex items-center gap-1.5 rounded-md px-2.5 py-0.5 text-sub font-bold text-white forced-colors:border',
            resolution ? 'bg-solid-gray-700' : pill,
          )}
        >
          <Icon />
          {word}
        </span>
        {source ? (
          <span className="rounded-tag border border-control bg-white px-2 text-note leading-relaxed text-ink">
            {source}
          </span>
        ) : null}
        <p className="text-lead leading-normal font-bold">{title}</p>
      </div>
      {message ? <p className="leading-normal">{message}</p> : null}
      {facts.length > 0 ? (
        <dl className="flex flex-wrap gap-x-5 gap-y-0.5 text-sub">
          {facts.map((fact) => (
            <div key={fact.term} className="flex flex-wrap gap-x-2">
              <dt className="text-ink-2">{fact.term}</dt>
              <dd className="tabular">{fact.detail}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {resolution ? (
        <p className="flex items-start gap-2 text-sub font-bold">
          <SuccessIcon className="mt-[0.15em] text-success" />
          <span>{resolution}</span>
        </p>
      ) : null}
      {actions ? <div className="mt-0.5 flex flex-wrap gap-2.5">{actions}</div> : null}
    </div>
  );
}
