'use client';

import type { DraftRp, OrderDraft } from '@shirube/core/prescribing/draft';
import { displayDrugName } from '@shirube/terminology';
import { Button, ChoiceGrid, Dialog, Notice, RadioCards, TextField } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { type SetProblem, type UsedSet, withReplacements } from './use-set.ts';

/** What of a set cannot be taken over as it is: said line by line, with what can take its place. */
export function SetProblemsDialog({
  used,
  onClose,
  onAdd,
}: {
  used: UsedSet;
  onClose: () => void;
  onAdd: (rps: DraftRp[]) => void;
}) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, SetProblem['replacements'][number]>>(new Map());
  const rps = withReplacements(used, chosen);
  const lines = rps.reduce((sum, rp) => sum + rp.medications.length, 0);
  return (
    <Dialog
      open
      onClose={onClose}
      title={`「${used.name}」の確認`}
      actions={
        <>
          <Button
            variant="primary"
            size="lg"
            unavailableReason={
              lines === 0 ? '入れられる薬がありません。かわりの薬を選んでください' : undefined
            }
            onClick={() => onAdd(rps)}
          >
            {`${lines}つの薬を処方に入れる`}
          </Button>
          <Button size="lg" variant="tertiary" onClick={onClose}>
            やめる
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <p>セットを作ったときから変わったところがあります。</p>
        {used.problems.map((problem) => {
          const { line } = problem;
          return (
            <div key={`${problem.rpClientId} ${problem.message}`} className="grid gap-2.5">
              <Notice tone="warning" title={problem.message} />
              {line && problem.replacements.length > 0 ? (
                <ChoiceGrid
                  label="かわりの薬（同じ成分）を選ぶ"
                  width="wide"
                  choices={problem.replacements.map((drug) => ({
                    id: drug.yjCode,
                    label: displayDrugName(drug.name),
                    detail: drug.dosageForm,
                    chosen: chosen.get(line.clientId)?.yjCode === drug.yjCode,
                    drug,
                  }))}
                  onPick={({ drug }) => setChosen(new Map(chosen).set(line.clientId, drug))}
                />
              ) : null}
            </div>
          );
        })}
      </div>
    </Dialog>
  );
}

/** この処方をセットにする: a name, and whose it is. */
export function MakeSetDialog({ order, onClose }: { order: OrderDraft; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const mayClinics = useMay('order_set.edit_clinic');
  const [name, setName] = useState('');
  const [owner, setOwner] = useState<'own' | 'clinic'>('own');
  const done = {
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: trpc.orderSets.pathKey() });
      onClose();
    },
  };
  const createOwn = useMutation(trpc.orderSets.createOwn.mutationOptions(done));
  const createClinics = useMutation(trpc.orderSets.createClinics.mutationOptions(done));
  const create = owner === 'own' ? createOwn : createClinics;
  const rps = order.rps.filter((rp) => rp.medications.length > 0);
  return (
    <Dialog
      open
      onClose={onClose}
      title="この処方をセットにする"
      actions={
        <Button
          variant="primary"
          size="lg"
          busy={create.isPending}
          busyLabel="作っています"
          unavailableReason={name.trim() === '' ? 'セットの名前を入れると作れます' : undefined}
          onClick={() => create.mutate({ name, rps })}
        >
          セットを作る
        </Button>
      }
    >
      <div className="grid gap-4">
        {create.isError ? <Notice tone="error" title={sentenceOf(create.error)} live /> : null}
        <p>患者さんの情報は入りません。公費や分割の指示もセットには入りません。</p>
        <TextField
          label="セットの名前"
          hint="例：かぜ（大人）"
          value={name}
          maxLength={40}
          onChange={(event) => setName(event.target.value)}
        />
        {mayClinics ? (
          <RadioCards
            label="だれが使いますか"
            options={[
              { value: 'own', label: '自分だけ' },
              { value: 'clinic', label: 'この医院のみんな' },
            ]}
            value={owner}
            onChange={setOwner}
            columns={2}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
