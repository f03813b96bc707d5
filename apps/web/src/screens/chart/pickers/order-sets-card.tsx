'use client';

import type { DraftRp, OrderDraft } from '@shirube/core/prescribing/draft';
import { displayDrugName } from '@shirube/terminology';
import { announce, Button, Card, LinkButton, ListButton, Notice } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { MakeSetDialog, SetProblemsDialog } from './set-dialogs.tsx';
import type { UsedSet } from './use-set.ts';

/** セット: one press adds its RPs, looked up again; and the order that stands here becomes a set. */
export function OrderSetsCard({
  clinic,
  order,
  onAdd,
}: {
  clinic: string;
  order: OrderDraft;
  onAdd: (rps: DraftRp[]) => void;
}) {
  const trpc = useTRPC();
  const sets = useQuery({ ...trpc.orderSets.list.queryOptions({}), staleTime: 600_000 });
  const mayMake = useMay('prescription.write');
  const mayManage = useMay('order_set.edit_clinic');
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<UsedSet | null>(null);
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const add = (rps: DraftRp[], name: string) => {
    onAdd(rps);
    setAsked(null);
    announce(`セット「${name}」を処方に入れました`);
  };
  const take = async (id: string) => {
    try {
      // looked up at every use: what was true a minute ago may have ended
      const used = await client.fetchQuery({ ...trpc.orderSets.use.queryOptions({ id }), staleTime: 0 });
      setProblem(null);
      if (used.problems.length === 0) add(used.rps, used.name);
      else setAsked(used);
    } catch (error) {
      setProblem(error);
    }
  };
  const empty = order.rps.every((rp) => rp.medications.length === 0);
  return (
    <Card title="セット">
      <div className="grid gap-2">
        {sets.isError ? <Notice tone="error" title={sentenceOf(sets.error)} /> : null}
        {problem === null ? null : <Notice tone="error" title={sentenceOf(problem)} live />}
        {sets.data?.length === 0 ? <p className="text-ink-2">セットはまだありません。</p> : null}
        <ul className="grid gap-2">
          {(sets.data ?? []).map((set) => (
            <li key={set.id}>
              <ListButton
                detail={`${set.owner === 'clinic' ? '医院　' : ''}${set.rps
                  .flatMap((rp) => rp.drugs)
                  .map(displayDrugName)
                  .join('、')}`}
                onClick={() => void take(set.id)}
              >
                {`${set.name} を入れる`}
              </ListButton>
            </li>
          ))}
        </ul>
        {mayMake ? (
          <Button
            fullWidth
            unavailableReason={empty ? '処方に薬を入れると、セットにできます' : undefined}
            onClick={() => setMaking(true)}
          >
            この処方をセットにする
          </Button>
        ) : null}
        {mayManage ? (
          <LinkButton href={`/c/${clinic}/order-sets`} variant="tertiary">
            セットとよく使う薬を整える
          </LinkButton>
        ) : null}
      </div>
      {making ? <MakeSetDialog order={order} onClose={() => setMaking(false)} /> : null}
      {asked ? (
        <SetProblemsDialog
          used={asked}
          onClose={() => setAsked(null)}
          onAdd={(rps) => add(rps, asked.name)}
        />
      ) : null}
    </Card>
  );
}
