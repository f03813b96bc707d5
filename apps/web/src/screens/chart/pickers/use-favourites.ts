import { displayDrugName } from '@shirube/terminology';
import { announce } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '~/client/trpc.tsx';
import type { DrugChoice } from './look-alike-note.tsx';

export type FavouriteOwner = 'own' | 'clinic';
export interface FavouriteWay {
  dose: string;
  usageCode: string;
  quantity: number;
}

/** Changing よく使う薬 of the doctor or of the clinic; every list of drugs is read again after it. */
export function useFavourites() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const done = {
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: trpc.masters.pathKey() }),
        client.invalidateQueries({ queryKey: trpc.orderSets.pathKey() }),
      ]),
  };
  const saveOwn = useMutation(trpc.orderSets.saveFavouriteOwn.mutationOptions(done));
  const saveClinics = useMutation(trpc.orderSets.saveFavouriteClinics.mutationOptions(done));
  const removeOwn = useMutation(trpc.orderSets.removeFavouriteOwn.mutationOptions(done));
  const removeClinics = useMutation(trpc.orderSets.removeFavouriteClinics.mutationOptions(done));
  const moveOwn = useMutation(trpc.orderSets.moveFavouriteOwn.mutationOptions(done));
  const moveClinics = useMutation(trpc.orderSets.moveFavouriteClinics.mutationOptions(done));
  const all = [saveOwn, saveClinics, removeOwn, removeClinics, moveOwn, moveClinics];

  const save = (owner: FavouriteOwner, drug: { yjCode: string; name: string }, way: FavouriteWay) => {
    (owner === 'own' ? saveOwn : saveClinics).mutate(
      { yjCode: drug.yjCode, ...way },
      { onSuccess: () => announce(`${displayDrugName(drug.name)} をよく使う薬に入れました`) },
    );
  };
  const remove = (owner: FavouriteOwner, drug: { yjCode: string; name: string }) => {
    (owner === 'own' ? removeOwn : removeClinics).mutate(
      { yjCode: drug.yjCode },
      { onSuccess: () => announce(`${displayDrugName(drug.name)} をよく使う薬からはずしました`) },
    );
  };
  return {
    save,
    remove,
    move: (owner: FavouriteOwner, yjCode: string, direction: 'up' | 'down') =>
      (owner === 'own' ? moveOwn : moveClinics).mutate({ yjCode, direction }),
    /** In or out of the doctor's own, with the way the drug comes with. */
    toggle: (drug: DrugChoice) => {
      if (drug.isOwnFavourite) remove('own', drug);
      else if (drug.usual)
        save('own', drug, {
          dose: drug.usual.dose,
          usageCode: drug.usual.usageCode,
          quantity: drug.usual.quantity,
        });
    },
    busy: all.some((each) => each.isPending),
    problem: all.find((each) => each.isError)?.error ?? null,
  };
}
