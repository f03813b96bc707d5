'use client';

import { Card, EmptyState, Notice, SegmentedControl, Skeleton, Tabs } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '~/client/may.tsx';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { FavouriteList } from './favourite-list.tsx';
import { SetList } from './set-list.tsx';

type Shelf = Answers['orderSets']['shelf'];

/** セットとよく使う薬: the doctor's own beside the clinic's; each list renamed, reordered and cleared here, filled from the order. */
export function OrderSetsScreen() {
  const trpc = useTRPC();
  const shelf = useQuery(trpc.orderSets.shelf.queryOptions({}));
  const mayOwn = useMay('prescription.write');
  return (
    <main id="main" className="grid gap-5 px-5 py-4">
      <h1 className="text-head font-bold">セットとよく使う薬</h1>
      <p>
        新しいセットは、カルテの処方で「この処方をセットにする」を押すと作れます。よく使う薬は、薬をさがす画面か処方の行から入れます。
      </p>
      {shelf.isError ? <Notice tone="error" title={sentenceOf(shelf.error)} live /> : null}
      {shelf.isPending ? <Skeleton label="セットを開いています" /> : null}
      {shelf.data ? (
        <Card title="だれのもの" padding="none">
          <Tabs
            label="だれのもの"
            items={[
              ...(mayOwn
                ? [{ id: 'own', label: '自分', content: <Shelf owner="own" shelf={shelf.data} /> }]
                : []),
              { id: 'clinic', label: '医院', content: <Shelf owner="clinic" shelf={shelf.data} /> },
            ]}
          />
        </Card>
      ) : null}
    </main>
  );
}

function Shelf({ owner, shelf }: { owner: 'own' | 'clinic'; shelf: Shelf }) {
  const sets = shelf.sets.filter((set) => set.owner === owner);
  const favourites = owner === 'own' ? shelf.ownFavourites : shelf.clinicFavourites;
  return (
    <div className="grid gap-6">
      <NameChoice owner={owner} choice={shelf.nameChoice} />
      <section className="grid gap-3" aria-labelledby={`sets-${owner}`}>
        <h2 id={`sets-${owner}`} className="text-title font-bold">
          セット
        </h2>
        {sets.length === 0 ? (
          <EmptyState title="セットはまだありません" />
        ) : (
          <SetList owner={owner} sets={sets} />
        )}
      </section>
      <section className="grid gap-3" aria-labelledby={`favourites-${owner}`}>
        <h2 id={`favourites-${owner}`} className="text-title font-bold">
          よく使う薬
        </h2>
        {favourites.length === 0 ? (
          <EmptyState title="よく使う薬はまだありません" />
        ) : (
          <FavouriteList owner={owner} drugs={favourites} />
        )}
      </section>
    </div>
  );
}

function NameChoice({ owner, choice }: { owner: 'own' | 'clinic'; choice: Shelf['nameChoice'] }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const done = {
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: trpc.orderSets.pathKey() }),
        client.invalidateQueries({ queryKey: trpc.masters.nameChoice.queryKey() }),
      ]),
  };
  const saveOwn = useMutation(trpc.orderSets.saveNameChoiceOwn.mutationOptions(done));
  const saveClinics = useMutation(trpc.orderSets.saveNameChoiceClinics.mutationOptions(done));
  const save = owner === 'own' ? saveOwn : saveClinics;
  return (
    <div className="grid gap-2">
      {save.isError ? <Notice tone="error" title={sentenceOf(save.error)} live /> : null}
      <SegmentedControl
        label="薬を選んだときの書き方"
        labelVisible
        segments={[
          { value: 'brand', label: '商品名' },
          { value: 'generic', label: '一般名' },
        ]}
        value={(owner === 'own' ? choice.own : null) ?? choice.clinic ?? 'brand'}
        onChange={(next) => save.mutate({ choice: next })}
      />
    </div>
  );
}
