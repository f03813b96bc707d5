'use client';

import { displayDrugName } from '@shirube/terminology';
import { Button, Dialog, EditIcon, Notice, TextField } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { RowButtons } from './row-buttons.tsx';

type OrderSet = Answers['orderSets']['list'][number];

/** The sets of one owner in their order: renamed, moved, deleted. Whoever changes an older state than the server's is told. */
export function SetList({ owner, sets }: { owner: 'own' | 'clinic'; sets: readonly OrderSet[] }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [renaming, setRenaming] = useState<OrderSet | null>(null);
  const [removing, setRemoving] = useState<OrderSet | null>(null);
  const done = {
    onSettled: () => client.invalidateQueries({ queryKey: trpc.orderSets.pathKey() }),
    onSuccess: () => {
      setRenaming(null);
      setRemoving(null);
    },
  };
  const own = {
    change: useMutation(trpc.orderSets.changeOwn.mutationOptions(done)),
    move: useMutation(trpc.orderSets.moveOwn.mutationOptions(done)),
    remove: useMutation(trpc.orderSets.removeOwn.mutationOptions(done)),
  };
  const clinics = {
    change: useMutation(trpc.orderSets.changeClinics.mutationOptions(done)),
    move: useMutation(trpc.orderSets.moveClinics.mutationOptions(done)),
    remove: useMutation(trpc.orderSets.removeClinics.mutationOptions(done)),
  };
  const { change, move, remove } = owner === 'own' ? own : clinics;
  const problem = change.error ?? move.error ?? remove.error;
  return (
    <>
      {problem ? <Notice tone="error" title={sentenceOf(problem)} live /> : null}
      <ul className="divide-y divide-line-2 rounded-control border border-line">
        {sets.map((set, index) => (
          <li key={set.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <div className="min-w-0 flex-1 basis-80">
              <p className="text-lead font-bold">{set.name}</p>
              {set.rps.map((rp) => (
                <p key={`${rp.drugs.join(' ')} ${rp.usageText}`} className="text-sub text-ink-2">
                  {`${rp.drugs.map(displayDrugName).join('、')}　${displayDrugName(rp.usageText)}`}
                </p>
              ))}
            </div>
            <div className="flex flex-wrap items-start gap-2">
              <Button
                icon={<EditIcon />}
                aria-label={`${set.name} の名前を変える`}
                onClick={() => setRenaming(set)}
              >
                名前を変える
              </Button>
              <RowButtons
                name={set.name}
                first={index === 0}
                last={index === sets.length - 1}
                busy={move.isPending}
                onMove={(direction) => move.mutate({ id: set.id, rowVersion: set.rowVersion, direction })}
                removeWord="消す"
                onRemove={() => setRemoving(set)}
              />
            </div>
          </li>
        ))}
      </ul>
      {renaming ? (
        <Rename
          set={renaming}
          busy={change.isPending}
          onClose={() => setRenaming(null)}
          onRename={(name) => change.mutate({ id: renaming.id, rowVersion: renaming.rowVersion, name })}
        />
      ) : null}
      <Dialog
        open={removing !== null}
        onClose={() => setRemoving(null)}
        kind="alert"
        title={`セット「${removing?.name ?? ''}」を消しますか`}
        actions={
          <>
            <Button
              variant="danger"
              size="lg"
              busy={remove.isPending}
              onClick={() =>
                removing ? remove.mutate({ id: removing.id, rowVersion: removing.rowVersion }) : undefined
              }
            >
              消す
            </Button>
            <Button size="lg" variant="tertiary" onClick={() => setRemoving(null)}>
              残す
            </Button>
          </>
        }
      >
        消したセットは元に戻せません。これまでの処方は変わりません。
      </Dialog>
    </>
  );
}

function Rename(props: {
  set: OrderSet;
  busy: boolean;
  onClose: () => void;
  onRename: (name: string) => void;
}) {
  const [name, setName] = useState(props.set.name);
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="セットの名前を変える"
      actions={
        <Button
          variant="primary"
          size="lg"
          busy={props.busy}
          unavailableReason={name.trim() === '' ? 'セットの名前を入れてください' : undefined}
          onClick={() => props.onRename(name)}
        >
          この名前にする
        </Button>
      }
    >
      <TextField
        label="セットの名前"
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
      />
    </Dialog>
  );
}
