import type { ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { DeleteIcon } from '../icons.tsx';

export interface OrderGroupProps {
  /** RP1 */
  title: string;
  /** how it is taken: 1日1回 就寝前 */
  usage: ReactNode;
  /** how long: 7日分 (words, or a stepper) */
  duration?: ReactNode;
  /** buttons: 用法を変える */
  actions?: ReactNode;
  /** OrderRow, one per drug */
  children: ReactNode;
}

/** Drugs taken the same way together (a 剤): the way on top, the drugs under it. */
export function OrderGroup({ title, usage, duration, actions, children }: OrderGroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of orders is not a fieldset; its controls carry their own names
    <div role="group" aria-label={title} className="border-t border-line-2 first:border-t-0">
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1.5 bg-surface-2 px-4 py-1.5">
        <span className="tabular rounded-tag border border-key-line bg-white px-2 text-sub font-bold text-key">
          {title}
        </span>
        <span className="font-bold">{usage}</span>
        {duration ? <span className="font-bold">{duration}</span> : null}
        {actions ? <span className="ml-auto flex flex-wrap gap-2">{actions}</span> : null}
      </div>
      <ul className="divide-y divide-line-2">{children}</ul>
    </div>
  );
}

export interface OrderRowProps {
  name: string;
  /** general name, or strength and form */
  subName?: string | undefined;
  /** short marks: 後発変更不可, 麻薬 (StatusBadge size sm) */
  marks?: ReactNode;
  /** a NumberStepper, or the amount in words where it cannot be changed */
  amount: ReactNode;
  /** left out where the order cannot be taken away any more */
  onRemove?: (() => void) | undefined;
  /** words on the button that takes the order away. Default 消す; its full name includes the drug. */
  removeLabel?: string | undefined;
  /** what the check found about this order: OrderAlert, one per finding */
  alerts?: ReactNode;
}

/** One drug of an order, with what the safety check says about it directly under it. */
export function OrderRow({
  name,
  subName,
  marks,
  amount,
  onRemove,
  removeLabel = '消す',
  alerts,
}: OrderRowProps) {
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
        <div className="min-w-0 flex-[1_1_14rem]">
          <p className="flex flex-wrap items-center gap-x-2 text-title font-bold">
            {name}
            {marks}
          </p>
          {subName ? <p className="text-note text-ink-2">{subName}</p> : null}
        </div>
        <div className="ml-auto flex flex-wrap items-center justify-end gap-3">
          {amount}
          {onRemove ? (
            <Button variant="tertiary" size="sm" icon={<DeleteIcon />} onClick={onRemove}>
              <span className="sr-only">{name}を</span>
              {removeLabel}
            </Button>
          ) : null}
        </div>
      </div>
      {alerts ? <div className="grid gap-2.5 px-4 pb-3.5">{alerts}</div> : null}
    </li>
  );
}
