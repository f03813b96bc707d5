'use client';

import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';
import { Button } from '../controls/button.tsx';
import { DeleteIcon, DownIcon } from '../icons.tsx';

export interface OrderDetails {
  /** opened in place, under the row: it covers nothing */
  open: boolean;
  onToggle: () => void;
  /** what is inside; asked for only while it is open */
  content: () => ReactNode;
}

function DetailsButton({ of, details, id }: { of: string; details: OrderDetails; id: string }) {
  return (
    <Button
      size="sm"
      variant="tertiary"
      aria-expanded={details.open}
      aria-controls={details.open ? id : undefined}
      iconEnd={<DownIcon className={classNames('transition-transform', details.open && 'rotate-180')} />}
      onClick={details.onToggle}
    >
      <span className="sr-only">{`${of}を`}</span>
      {details.open ? 'とじる' : 'くわしく'}
    </Button>
  );
}

export interface OrderGroupProps {
  /** RP1 */
  title: string;
  /** how it is taken: 1日1回 就寝前 */
  usage: ReactNode;
  /** short marks for what is not plain: 一包化、隔日 */
  marks?: ReactNode;
  /** how long: 7日分 (words, or a stepper) */
  duration?: ReactNode;
  /** choices for how long, under the heading: 7日 14日 28日 */
  picks?: ReactNode;
  /** buttons: 用法を変える */
  actions?: ReactNode;
  /** what is rarely needed, opened in place */
  details?: OrderDetails | undefined;
  /** OrderRow, one per drug */
  children: ReactNode;
}

/** Drugs taken the same way together (a 剤): the way on top, the drugs under it. */
export function OrderGroup({
  title,
  usage,
  marks,
  duration,
  picks,
  actions,
  details,
  children,
}: OrderGroupProps) {
  const detailsId = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of orders is not a fieldset; its controls carry their own names
    <div role="group" aria-label={title} className="border-t border-line-2 first:border-t-0">
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1.5 bg-surface-2 px-4 py-1.5">
        <span className="tabular rounded-tag border border-key-line bg-white px-2 text-sub font-bold text-key">
          {title}
        </span>
        <span className="min-w-0 font-bold">{usage}</span>
        {duration ? <span className="font-bold">{duration}</span> : null}
        {marks}
        <span className="ml-auto flex flex-wrap gap-2">
          {actions}
          {details ? <DetailsButton of={title} details={details} id={detailsId} /> : null}
        </span>
      </div>
      {picks ? <div className="bg-surface-2 px-4 pb-2.5">{picks}</div> : null}
      {details?.open ? (
        <div id={detailsId} className="grid gap-4 border-t border-line-2 bg-key-tint/40 px-4 py-3.5">
          {details.content()}
        </div>
      ) : null}
      <ul className="divide-y divide-line-2">{children}</ul>
    </div>
  );
}

export interface OrderRowProps {
  name: string;
  /** general name, or strength and form */
  subName?: string | undefined;
  /** for the keyboard, which is taken here when the row has moved */
  id?: string | undefined;
  /** short marks for what is not plain: 後発変更不可, 麻薬 (StatusBadge size sm) */
  marks?: ReactNode;
  /** a NumberStepper, or the amount in words where it cannot be changed */
  amount: ReactNode;
  /** a line or two under the drug that asks nothing: what changed since, the usual dose */
  notes?: ReactNode;
  /** left out where the order cannot be taken away any more */
  onRemove?: (() => void) | undefined;
  /** words on the button that takes the order away. Default 消す; its full name includes the drug. */
  removeLabel?: string | undefined;
  /** what is rarely needed, opened in place */
  details?: OrderDetails | undefined;
  /** what the check found about this order: OrderAlert, one per finding */
  alerts?: ReactNode;
}

/** One drug of an order, with what the safety check says about it directly under it. */
export function OrderRow({
  id,
  name,
  subName,
  marks,
  amount,
  notes,
  onRemove,
  removeLabel = '消す',
  details,
  alerts,
}: OrderRowProps) {
  const detailsId = useId();
  return (
    <li id={id} tabIndex={id === undefined ? undefined : -1}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
        <div className="min-w-0 flex-[1_1_9rem]">
          <p className="text-title font-bold">{name}</p>
          {subName ? <p className="text-note text-ink-2">{subName}</p> : null}
        </div>
        <div className="ml-auto flex flex-wrap items-start justify-end gap-2.5">
          {amount}
          {details ? <DetailsButton of={name} details={details} id={detailsId} /> : null}
          {onRemove ? (
            <Button variant="tertiary" size="sm" icon={<DeleteIcon />} onClick={onRemove}>
              <span className="sr-only">{name}を</span>
              {removeLabel}
            </Button>
          ) : null}
        </div>
      </div>
      {marks ? <p className="flex flex-wrap gap-1.5 px-4 pb-2.5 empty:hidden">{marks}</p> : null}
      {notes ? <div className="grid gap-1 px-4 pb-2.5 text-sub empty:hidden">{notes}</div> : null}
      {details?.open ? (
        <div
          id={detailsId}
          className="mx-4 mb-3.5 grid gap-5 rounded-control border border-key-line bg-key-tint/40 px-4 py-4"
        >
          {details.content()}
        </div>
      ) : null}
      {alerts ? <div className="grid gap-2.5 px-4 pb-3.5 empty:hidden">{alerts}</div> : null}
    </li>
  );
}
