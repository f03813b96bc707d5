'use client';

import type { DrugHit } from '@shirube/core/prescribing/schema';
import { displayDrugName } from '@shirube/terminology';
import { SearchPicker, type SearchState } from '@shirube/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';

const pauseMilliseconds = 150;
const shown = 15;

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return paused.trim();
}

function stateOf(text: string, asked: string, query: { isError: boolean; isFetching: boolean }): SearchState {
  if (text.trim() === '') return 'idle';
  if (query.isError) return 'failed';
  return asked !== text.trim() || query.isFetching ? 'loading' : 'ready';
}

/** 薬をさがす: by kana, name, ingredient. */
export function DrugSearch({ onPick }: { onPick: (hit: DrugHit) => void }) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const asked = usePaused(text);
  const query = useQuery({
    ...trpc.masters.searchDrugs.queryOptions({ text: asked, limit: shown }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  const hits = text.trim() === '' ? [] : (query.data ?? []);
  return (
    <SearchPicker
      label="薬をさがす"
      hint="名前・かな・成分の名前で"
      query={text}
      onQueryChange={setText}
      state={stateOf(text, asked, query)}
      items={hits.map((hit) => ({
        id: hit.yjCode,
        label: displayDrugName(hit.name),
        detail: hit.ingredientName,
        facts: displayDrugName(hit.strength),
        tags: [
          ...(hit.isGeneric ? [{ label: '後発' }] : []),
          ...(hit.controlledKind ? [{ label: hit.controlledKind, tone: 'warning' as const }] : []),
        ],
        hit,
      }))}
      onPick={(item) => onPick(item.hit)}
      moreText={hits.length === shown ? '文字を足すとしぼれます' : undefined}
      autoFocus
    />
  );
}

export interface PickedDisease {
  managementNo: string;
  name: string;
}

/** 病名をさがす: by kana or name. */
export function DiseaseSearch({ onPick }: { onPick: (disease: PickedDisease) => void }) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const asked = usePaused(text);
  const query = useQuery({
    ...trpc.masters.searchDiseases.queryOptions({ text: asked, limit: shown }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  const hits = text.trim() === '' ? [] : (query.data ?? []);
  return (
    <SearchPicker
      label="病名をさがす"
      hint="病名・かなで"
      query={text}
      onQueryChange={setText}
      state={stateOf(text, asked, query)}
      items={hits.map((hit) => ({
        id: hit.managementNo,
        label: hit.name,
        detail: hit.kana,
        facts: hit.icd10 ?? '',
        hit,
      }))}
      onPick={(item) => onPick(item.hit)}
      autoFocus
    />
  );
}
