import type { Answers } from '~/client/trpc.tsx';
import { differingPart } from './drug-words.ts';

export type DrugChoice = Answers['masters']['searchDrugs'][number];

function Parts({ name, other }: { name: string; other: string }) {
  const { before, differs, after } = differingPart(name, other);
  return (
    <span>
      {before}
      <strong className="underline decoration-2 decoration-danger underline-offset-4">{differs}</strong>
      {after}
    </span>
  );
}

/** 似た名前があります: each name that is taken for this one, what it is, and where the two differ. */
export function LookAlikeNote({ drug }: { drug: Pick<DrugChoice, 'stem' | 'lookAlikes'> }) {
  if (drug.lookAlikes.length === 0) return null;
  return (
    <span className="mt-1 block rounded-tag border border-warning-line bg-warning-tint px-2 py-1 text-ink">
      似た名前があります：
      {drug.lookAlikes.map((other, index) => (
        <span key={other.name}>
          {index > 0 ? '、' : ''}
          <Parts name={other.name} other={drug.stem} />
          {`（${other.ingredientName}・${other.therapeuticClass}）`}
        </span>
      ))}
      。これは
      <Parts name={drug.stem} other={drug.lookAlikes[0]?.name ?? ''} />
      です。
    </span>
  );
}
