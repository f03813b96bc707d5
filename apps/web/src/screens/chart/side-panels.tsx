'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { displayDrugName } from '@shirube/terminology';
import { Button, Card, LabTrend, ListButton } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '~/client/trpc.tsx';
import { monthDay } from '../format.ts';
import { useEnded } from '../shared-information/use-ended.ts';
import { ImportedFrom } from './imported-from.tsx';
import { usualInWords } from './pickers/drug-words.ts';
import { LookAlikeNote } from './pickers/look-alike-note.tsx';
import type { DrugPick } from './pickers/picks.ts';
import { useNameChoice } from './pickers/use-name-choice.ts';

/** 当院で服用中のお薬: what this clinic has prescribed and is still taken. */
export function ActiveMedications({ medications }: { medications: Chart['medications'] }) {
  if (medications.length === 0) return null;
  return (
    <Card title="当院で服用中のお薬" padding="none">
      <ul className="divide-y divide-line-2">
        {medications.map((each) => (
          <li key={each.itemId} className="px-4 py-3">
            <p>
              <strong>{displayDrugName(each.name)}</strong>　{`${each.dose}${each.unit} ${each.usageText}`}
            </p>
            <p className="text-sub text-ink-2">
              {`${monthDay(each.periodTo)} まで`}
              {each.origin === null ? '' : `　統合前の患者番号 ${each.origin} のカルテから`}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** 他院・薬局のお薬: not ours, with where it comes from, and only while the consent lasts. */
export function ExternalMedications(props: {
  /** false: the person's licence does not let them see it */
  visible: boolean;
  medications: Chart['externalMedications'];
  state: { outcome: string; reason: string | null } | null;
}) {
  const ends = props.medications.filter((drug) => !drug.byHand).map((drug) => drug.expiresAt);
  const ended = useEnded(ends.sort()[0] ?? null);
  // what a service told is gone from a page that stayed open when the consent ends; what was entered here stays
  const medications = ended ? props.medications.filter((drug) => drug.byHand) : props.medications;
  if (!props.visible)
    return (
      <Card title="他院・薬局のお薬" note="表示できません">
        <p className="text-ink-2">この情報は、患者を担当する医師・薬剤師・看護師だけが見られます。</p>
      </Card>
    );
  const note =
    props.state?.outcome === 'no_consent'
      ? '閲覧の同意なし'
      : props.state?.outcome === 'could_not_fetch'
        ? '確かめられません'
        : props.state === null
          ? '確かめています'
          : '同意あり';
  return (
    <Card title="他院・薬局のお薬" note={note} padding="none">
      {props.state?.outcome === 'could_not_fetch' ? (
        <p className="border-unknown border-l-4 bg-unknown-tint p-4">{props.state.reason}</p>
      ) : null}
      {ended ? (
        <p className="p-4 text-ink-2">閲覧の同意が終わったため、薬剤情報は表示していません。</p>
      ) : null}
      {!ended && medications.length === 0 && props.state?.outcome !== 'could_not_fetch' ? (
        <p className="p-4 text-ink-2">
          {props.state?.outcome === 'no_consent'
            ? '同意がないため、ほかの医療機関の薬は表示できません。重複・併用禁忌があるかどうかは、処方のときに全国チェックで確かめます。'
            : '見つかりませんでした。'}
        </p>
      ) : null}
      <ul className="divide-y divide-line-2">
        {medications.map((drug) => (
          <li key={drug.id} className="px-4 py-3">
            <p>
              <strong>{displayDrugName(drug.name)}</strong>　{drug.doseText ?? ''} {drug.usageText ?? ''}
            </p>
            <p className="text-sub text-ink-2">{`${drug.facilityName}（${monthDay(drug.dispensedOn)} 調剤、${drug.days}日分）`}</p>
            <ImportedFrom facilityName={drug.importedFrom} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** よく使う薬: one click adds a complete line. */
export function Favourites({ onAdd, onSearch }: { onAdd: (drug: DrugPick) => void; onSearch: () => void }) {
  const trpc = useTRPC();
  const name = useNameChoice();
  const favourites = useQuery({ ...trpc.masters.favouriteDrugs.queryOptions({}), staleTime: 600_000 });
  return (
    <Card title="よく使う薬">
      <ul className="grid gap-2">
        {(favourites.data ?? []).map((hit) => (
          <li key={hit.yjCode}>
            <ListButton
              detail={
                <>
                  {usualInWords(hit)}
                  <LookAlikeNote drug={hit} />
                </>
              }
              onClick={() => onAdd({ ...hit, prescribeAs: name.holds })}
            >
              {`${displayDrugName(hit.name)} を足す`}
            </ListButton>
          </li>
        ))}
        <li>
          <Button fullWidth size="lg" onClick={onSearch}>
            薬をさがす
          </Button>
        </li>
      </ul>
    </Card>
  );
}

/** 検査の推移: the last dates side by side, H and L in words and colour. */
export function Labs({ labs }: { labs: Chart['labs'] }) {
  if (labs.length === 0) return null;
  const dates = [...new Set(labs.flatMap((lab) => lab.values.map((value) => value.effectiveOn)))]
    .sort()
    .slice(-4);
  const former = [...new Set(labs.flatMap((lab) => lab.values.flatMap(({ origin }) => origin ?? [])))];
  return (
    <Card
      title="検査の推移"
      padding="none"
      note={former.length > 0 ? `統合前の患者番号 ${former.join('・')} のカルテの結果を含みます` : undefined}
    >
      <LabTrend
        caption="検査の推移"
        dates={dates.map(monthDay)}
        rows={labs.map((lab) => ({
          name: lab.name,
          unit: lab.unit ?? undefined,
          values: dates.map((date) => {
            const value = lab.values.find((each) => each.effectiveOn === date);
            if (!value) return null;
            return {
              text: value.text,
              flag:
                value.interpretation === 'H' || value.interpretation === 'L'
                  ? value.interpretation
                  : undefined,
            };
          }),
        }))}
      />
    </Card>
  );
}
