'use client';

import type { ItemView, LetterView } from '@shirube/core/received/schema';
import { Button, Dialog, Notice, StatusBadge } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

export interface TakingPlace {
  letterId: string;
  patientId: string;
  visit: LetterView['visit'];
  onTaken: () => Promise<unknown>;
}

const takeWords = {
  condition: '今日の傷病名に足す',
  allergy: 'アレルギーの記録に足す',
  medication: 'ほかの医療機関の薬に足す',
} as const;
const permissionOf = {
  condition: 'chart.write',
  allergy: 'allergy.write',
  medication: 'external.enter',
} as const;

/** What an item says, who wrote it, and how it stands to our record. */
export function ItemRow({ item, taking }: { item: ItemView; taking: TakingPlace | null }) {
  return (
    <li className="grid gap-1 px-4 py-3">
      <p>
        <strong>{item.title}</strong>
      </p>
      {item.lines.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p className="text-sub text-ink-2">{`出典：${item.source}`}</p>
      {item.takeOver && taking ? <TakeOver item={item} plan={item.takeOver} taking={taking} /> : null}
    </li>
  );
}

function TakeOver({
  item,
  plan,
  taking,
}: {
  item: ItemView;
  plan: NonNullable<ItemView['takeOver']>;
  taking: TakingPlace;
}) {
  const whyNot = useWhyNot(permissionOf[plan.kind]);
  const [asking, setAsking] = useState(false);
  if (plan.state === 'imported')
    return (
      <p>
        <StatusBadge tone="success">取り込み済み</StatusBadge>
      </p>
    );
  if (plan.state !== 'possible')
    return (
      <>
        {plan.remarks.map((text) => (
          <p key={text} className={plan.state === 'same' ? 'font-bold' : 'text-ink-2'}>
            {text}
          </p>
        ))}
      </>
    );
  const noVisit = plan.kind === 'condition' && taking.visit === null;
  return (
    <>
      <span>
        <Button
          unavailableReason={whyNot ?? (noVisit ? '診察を始めると、傷病名に足せます' : undefined)}
          aria-label={`${takeWords[plan.kind]} ${item.title}`}
          onClick={() => setAsking(true)}
        >
          {takeWords[plan.kind]}
        </Button>
      </span>
      {asking ? <ConfirmDialog {...{ item, plan, taking }} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

/** What will be written, and how it differs from what we have: one more press writes it. */
function ConfirmDialog({
  item,
  plan,
  taking,
  onClose,
}: {
  item: ItemView;
  plan: NonNullable<ItemView['takeOver']>;
  taking: TakingPlace;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const options = {
    onSuccess: async () => {
      await taking.onTaken();
      onClose();
    },
  };
  const condition = useMutation(trpc.letters.takeCondition.mutationOptions(options));
  const allergy = useMutation(trpc.letters.takeAllergy.mutationOptions(options));
  const medication = useMutation(trpc.letters.takeMedication.mutationOptions(options));
  const write = { condition, allergy, medication }[plan.kind];
  const input = { letterId: taking.letterId, patientId: taking.patientId, reference: item.reference };
  const take = () => {
    if (plan.kind === 'allergy') allergy.mutate(input);
    else if (plan.kind === 'medication') medication.mutate(input);
    else if (taking.visit) condition.mutate({ ...input, encounterId: taking.visit.encounterId });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      kind="alert"
      title={`「${item.title}」を取り込みますか`}
      actions={
        <>
          <Button variant="primary" size="lg" busy={write.isPending} onClick={take}>
            取り込む
          </Button>
          <Button size="lg" onClick={onClose}>
            やめる
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {write.isError ? <Notice tone="error" title={sentenceOf(write.error)} live /> : null}
        <div>
          <p className="font-bold">書かれること</p>
          {plan.writes.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
        {plan.remarks.length > 0 ? (
          <div>
            <p className="font-bold">気をつけること</p>
            {plan.remarks.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </div>
        ) : null}
        <p className="text-ink-2">{`出典：${item.source}`}</p>
      </div>
    </Dialog>
  );
}
