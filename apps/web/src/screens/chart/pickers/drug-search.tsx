'use client';

import { Button, ChoiceGrid, Notice, SearchPicker, SegmentedControl } from '@shirube/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { searchStateOf, usePaused } from '../search-state.ts';
import { drugItem, inGroups } from './drug-items.tsx';
import { KanaBoard } from './kana-board.tsx';
import type { DrugChoice } from './look-alike-note.tsx';
import type { DrugPick } from './picks.ts';
import { useFavourites } from './use-favourites.ts';
import { useNameChoice } from './use-name-choice.ts';

const shown = 15;
const shownOfClass = 50;

/**
 * 薬をさがす. Before anything is typed: what this doctor used last and what the clinic uses. By letters (kana, name, 一般名, code, ローマ字), by pressing
 * kana, or by 薬効, so that no keyboard is needed. A drug comes with its usual way of being taken, by product or by 一般名.
 */
export function DrugSearch({
  onPick,
  prescribes = true,
}: {
  onPick: (drug: DrugPick) => void;
  /** false: nothing is written on a prescription, so nobody is asked how */
  prescribes?: boolean;
}) {
  const trpc = useTRPC();
  const [way, setWay] = useState<'letters' | 'kana' | 'class'>('letters');
  const [text, setText] = useState('');
  const [therapeuticClass, setClass] = useState<string | null>(null);
  const [tidying, setTidying] = useState(false);
  const asked = usePaused(text);
  const name = useNameChoice();
  const favourites = useFavourites();
  const mayKeep = useMay('prescription.write');
  const shelf = useQuery({ ...trpc.masters.drugShelf.queryOptions({}), staleTime: 60_000 });
  const browse = useQuery({
    ...trpc.masters.browseDrugs.queryOptions({ prefix: '' }),
    staleTime: 3_600_000,
    enabled: way === 'class',
  });
  const found = useQuery({
    ...trpc.masters.searchDrugs.queryOptions({ text: asked, limit: shown }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const ofClass = useQuery({
    ...trpc.masters.searchDrugs.queryOptions({ text: '', therapeuticClass, limit: shownOfClass }),
    enabled: therapeuticClass !== null,
    staleTime: 60_000,
  });

  const typed = text.trim() !== '';
  const listed: DrugChoice[] = typed
    ? (found.data ?? [])
    : therapeuticClass !== null
      ? (ofClass.data ?? [])
      : way === 'letters'
        ? onShelf(shelf.data)
        : [];
  const items = inGroups(
    listed.map((drug) => {
      const item = drugItem(drug, name.holds === 'generic');
      if (!tidying) return item;
      return drug.isOwnFavourite || drug.usual
        ? { ...item, tags: [...(item.tags ?? []), ...(drug.isOwnFavourite ? [{ label: 'よく使う薬' }] : [])] }
        : { ...item, unavailableReason: '量と用法を決めてから、処方の行で入れてください' };
    }),
  );
  const change = (next: string) => {
    setText(next);
    if (next !== '') setClass(null);
  };

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SegmentedControl
          label="さがし方"
          segments={[
            { value: 'letters', label: 'よく使う薬・文字で' },
            { value: 'kana', label: '五十音で' },
            { value: 'class', label: '薬効で' },
          ]}
          value={way}
          onChange={(next) => {
            setWay(next);
            setText('');
            setClass(null);
          }}
        />
        {prescribes ? (
          <SegmentedControl
            label="処方箋への書き方"
            labelVisible
            segments={[
              { value: 'brand', label: '商品名' },
              { value: 'generic', label: '一般名' },
            ]}
            value={name.holds}
            onChange={name.choose}
          />
        ) : null}
      </div>
      {way === 'kana' ? <KanaBoard text={text} onChange={change} /> : null}
      {way === 'class' && !typed ? (
        therapeuticClass === null ? (
          <ChoiceGrid
            label="薬効"
            width="wide"
            choices={(browse.data?.classes ?? []).map((each) => ({
              id: each.name,
              label: each.name,
              detail: `${each.count}件`,
            }))}
            onPick={({ id }) => setClass(id)}
          />
        ) : (
          <div className="flex flex-wrap items-center gap-3">
            <strong className="text-lead">{therapeuticClass}</strong>
            <Button onClick={() => setClass(null)}>薬効を選び直す</Button>
          </div>
        )
      ) : null}
      {favourites.problem ? <Notice tone="error" title={sentenceOf(favourites.problem)} live /> : null}
      {shelf.isError && !typed ? (
        <Notice tone="unknown" title="よく使う薬を読めませんでした">
          名前をさがして選ぶことはできます。
        </Notice>
      ) : null}
      <SearchPicker
        label="薬をさがす"
        hint="名前・かな・一般名・コード・ローマ字で"
        query={text}
        onQueryChange={change}
        state={
          typed
            ? searchStateOf(text, asked, found)
            : therapeuticClass !== null && ofClass.isPending
              ? 'loading'
              : 'idle'
        }
        items={items}
        pickWord={tidying ? '入れる・はずす' : '選ぶ'}
        idleText={way === 'letters' && shelf.isPending ? 'よく使う薬を読んでいます' : 'ここに薬が並びます'}
        onPick={({ drug }) => {
          if (tidying) favourites.toggle(drug);
          else onPick({ ...drug, prescribeAs: name.holds });
        }}
        moreText={
          typed && items.length === shown
            ? '文字を足すとしぼれます'
            : therapeuticClass !== null && items.length === shownOfClass
              ? 'ほかにもあります。文字でさがしてください'
              : undefined
        }
        autoFocus
      />
      {mayKeep ? (
        <Button variant="tertiary" aria-pressed={tidying} onClick={() => setTidying(!tidying)}>
          {tidying ? '薬を選ぶ画面にもどる' : 'よく使う薬に入れる・はずす'}
        </Button>
      ) : null}
    </div>
  );
}

/** Recent ones, then favourites that are not among them. */
function onShelf(shelf: { recent: DrugChoice[]; favourites: DrugChoice[] } | undefined): DrugChoice[] {
  if (!shelf) return [];
  const recent = new Set(shelf.recent.map((drug) => drug.yjCode));
  return [
    ...shelf.recent,
    ...shelf.favourites
      .filter((drug) => !recent.has(drug.yjCode))
      // used longer ago than what is listed as recent
      .map((drug) => ({ ...drug, group: 'favourite' as const })),
  ];
}
