'use client';

import { displayDrugName } from '@shirube/terminology';
import { Notice } from '@shirube/ui';
import { sentenceOf } from '~/client/trpc.tsx';
import { usualInWords } from '../chart/pickers/drug-words.ts';
import { type DrugChoice, LookAlikeNote } from '../chart/pickers/look-alike-note.tsx';
import { useFavourites } from '../chart/pickers/use-favourites.ts';
import { RowButtons } from './row-buttons.tsx';

/** よく使う薬 of one owner in their order. */
export function FavouriteList({ owner, drugs }: { owner: 'own' | 'clinic'; drugs: readonly DrugChoice[] }) {
  const favourites = useFavourites();
  return (
    <>
      {favourites.problem ? <Notice tone="error" title={sentenceOf(favourites.problem)} live /> : null}
      <ul className="divide-y divide-line-2 rounded-control border border-line">
        {drugs.map((drug, index) => (
          <li key={drug.yjCode} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <div>
              <p className="font-bold">{displayDrugName(drug.name)}</p>
              <p className="text-sub text-ink-2">{usualInWords(drug) ?? ''}</p>
              <LookAlikeNote drug={drug} />
            </div>
            <RowButtons
              name={displayDrugName(drug.name)}
              first={index === 0}
              last={index === drugs.length - 1}
              busy={favourites.busy}
              onMove={(direction) => favourites.move(owner, drug.yjCode, direction)}
              removeWord="はずす"
              onRemove={() => favourites.remove(owner, drug)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
