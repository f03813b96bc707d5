'use client';

import type { DraftMedication, DraftRp } from '@shirube/core/prescribing/draft';
import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { Button } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { useFavourites } from './use-favourites.ts';

/** よく使う薬に入れる, from a line of the order: with its amount, usage and days as they stand there. */
export function FavouriteButton({ rp, line }: { rp: DraftRp; line: DraftMedication }) {
  const trpc = useTRPC();
  const mayOwn = useMay('prescription.write');
  const mayClinics = useMay('order_set.edit_clinic');
  const favourites = useFavourites();
  const listed = useQuery({ ...trpc.masters.favouriteDrugs.queryOptions({}), staleTime: 600_000 });
  const known = listed.data?.find((drug) => drug.yjCode === line.yjCode);
  const way =
    rp.usage && rp.quantity !== null && line.dose !== null && line.conversion === null && !line.isTitre
      ? { dose: line.dose, usageCode: rp.usage.code, quantity: rp.quantity }
      : null;
  const whyNot =
    way === null
      ? '量・用法・日数がそろうと入れられます'
      : way.usageCode === DUMMY_USAGE_CODE
        ? 'コードのない用法の薬は入れられません'
        : undefined;
  const button = (owner: 'own' | 'clinic', isIn: boolean, words: string) =>
    isIn ? (
      <Button variant="tertiary" busy={favourites.busy} onClick={() => favourites.remove(owner, line)}>
        {`${words}からはずす`}
      </Button>
    ) : (
      <Button
        busy={favourites.busy}
        unavailableReason={whyNot}
        onClick={() => (way ? favourites.save(owner, line, way) : undefined)}
      >
        {`${words}に入れる`}
      </Button>
    );
  if (line.kind !== 'drug' || (!mayOwn && !mayClinics)) return null;
  return (
    <div className="flex flex-wrap items-start gap-2.5">
      {mayOwn ? button('own', known?.isOwnFavourite ?? false, 'よく使う薬') : null}
      {mayClinics ? button('clinic', known?.isClinicFavourite ?? false, '医院のよく使う薬') : null}
      {favourites.problem ? (
        <p role="alert" className="font-bold text-danger">
          {sentenceOf(favourites.problem)}
        </p>
      ) : null}
    </div>
  );
}
