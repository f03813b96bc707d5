'use client';

import { SearchPicker } from '@shirube/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';
import { searchStateOf, usePaused } from './search-state.ts';

export { DrugSearch } from './pickers/drug-search.tsx';

const shown = 15;

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
      state={searchStateOf(text, asked, query)}
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
