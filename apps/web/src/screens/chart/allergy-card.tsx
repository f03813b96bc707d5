'use client';

import type { Chart } from '@shirube/core/charting/schema';
import type { RecordAllergyInput } from '@shirube/core/patients/facts-schema';
import { Button, Card, Dialog, Notice, RadioCards, SearchPicker, TextField } from '@shirube/ui';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ImportedFrom } from './imported-from.tsx';
import { DrugSearch } from './search-panels.tsx';

type Allergy = Chart['allergies'][number];
type Criticality = RecordAllergyInput['criticality'];

const criticalityWords: Record<Criticality, string> = {
  high: '重い（命にかかわるおそれ）',
  low: '軽い',
  'unable-to-assess': 'わからない',
};
const criticalities = (Object.keys(criticalityWords) as Criticality[]).map((value) => ({
  value,
  label: criticalityWords[value],
}));

interface AllergyCardProps {
  patientId: string;
  allergies: Chart['allergies'];
  /** the chart holds the allergies: it is read again */
  onChanged: () => Promise<unknown>;
}

/** アレルギー: recorded, corrected as a new version, withdrawn with a reason. */
export function AllergyCard({ patientId, allergies, onChanged }: AllergyCardProps) {
  const mayWrite = useMay('allergy.write');
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Allergy | null>(null);
  return (
    <Card
      title="アレルギーの記録"
      padding="none"
      actions={mayWrite ? <Button onClick={() => setAdding(true)}>アレルギーを足す</Button> : undefined}
    >
      {allergies.length === 0 ? <p className="p-4 text-ink-2">記録はありません。</p> : null}
      <ul className="divide-y divide-line-2">
        {allergies.map((each) => (
          <li key={each.allergyId} className="grid gap-1 px-4 py-3">
            <p>
              <strong>{each.displayName}</strong>
              {each.reaction ? `　${each.reaction}` : ''}
            </p>
            <p className="text-sub text-ink-2">{`重さ：${criticalityWords[each.criticality as Criticality] ?? 'わからない'}`}</p>
            <ImportedFrom facilityName={each.importedFrom} />
            {each.origin === null ? null : (
              <p className="text-sub text-ink-2">{`統合前の患者番号 ${each.origin} のカルテから`}</p>
            )}
            {mayWrite ? (
              <span>
                <Button onClick={() => setChanging(each)}>{`直す（${each.displayName}）`}</Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {adding ? <AddDialog {...{ patientId, onChanged }} onClose={() => setAdding(false)} /> : null}
      {changing ? (
        <ChangeDialog {...{ patientId, onChanged }} allergy={changing} onClose={() => setChanging(null)} />
      ) : null}
    </Card>
  );
}

interface DialogProps {
  patientId: string;
  onChanged: () => Promise<unknown>;
  onClose: () => void;
}

type Chosen = { allergen: RecordAllergyInput['allergen']; name: string };
type Way = 'drug' | 'listed' | 'words';
const ways: { value: Way; label: string }[] = [
  { value: 'drug', label: '薬' },
  { value: 'listed', label: '食べ物・花粉など' },
  { value: 'words', label: '一覧にないもの' },
];

function AddDialog({ patientId, onChanged, onClose }: DialogProps) {
  const trpc = useTRPC();
  const [way, setWay] = useState<Way>('drug');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [words, setWords] = useState('');
  const [reaction, setReaction] = useState('');
  const [criticality, setCriticality] = useState<Criticality | null>(null);
  const record = useMutation(
    trpc.patientFacts.recordAllergy.mutationOptions({
      onSuccess: async () => {
        await onChanged();
        onClose();
      },
    }),
  );
  const allergen =
    way === 'words'
      ? words.trim() === ''
        ? null
        : ({ kind: 'words', text: words.trim() } as const)
      : (chosen?.allergen ?? null);
  return (
    <Dialog
      open
      onClose={onClose}
      title="アレルギーを記録する"
      actions={
        <>
          <Button
            size="lg"
            variant="primary"
            busy={record.isPending}
            unavailableReason={
              allergen === null
                ? '何のアレルギーかを選ぶと記録できます'
                : criticality === null
                  ? '重さを選ぶと記録できます'
                  : undefined
            }
            onClick={() =>
              allergen &&
              criticality &&
              record.mutate({
                patientId,
                allergen,
                reaction: reaction.trim() || null,
                criticality,
                onsetDate: null,
              })
            }
          >
            記録する
          </Button>
          <Button size="lg" variant="tertiary" onClick={onClose}>
            やめる
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {record.isError ? <Notice tone="error" title={sentenceOf(record.error)} live /> : null}
        {chosen === null ? (
          <RadioCards<Way>
            label="何のアレルギーですか"
            options={ways}
            value={way}
            onChange={setWay}
            columns={3}
          />
        ) : (
          <p className="flex flex-wrap items-center gap-3 text-lead">
            <strong>{chosen.name}</strong>
            <Button onClick={() => setChosen(null)}>選び直す</Button>
          </p>
        )}
        {way === 'drug' && chosen === null ? (
          <DrugSearch
            prescribes={false}
            onPick={(hit) =>
              setChosen({ allergen: { kind: 'drug', yjCode: hit.yjCode }, name: hit.ingredientName })
            }
          />
        ) : null}
        {way === 'listed' && chosen === null ? (
          <AllergenSearch
            onPick={(hit) => setChosen({ allergen: { kind: 'listed', code: hit.code }, name: hit.name })}
          />
        ) : null}
        {way === 'words' ? (
          <TextField
            label="何のアレルギーか"
            hint="言葉だけの記録は、処方のときに自動で確かめられません"
            required
            maxLength={100}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        ) : null}
        <TextField
          label="どうなりましたか"
          hint="例：発疹、息苦しさ"
          maxLength={200}
          value={reaction}
          onChange={(event) => setReaction(event.target.value)}
        />
        <RadioCards<Criticality>
          label="重さ"
          options={criticalities}
          value={criticality}
          onChange={setCriticality}
        />
      </div>
    </Dialog>
  );
}

function AllergenSearch({ onPick }: { onPick: (hit: { code: string; name: string }) => void }) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const asked = text.trim();
  const query = useQuery({
    ...trpc.masters.searchAllergens.queryOptions({ text: asked, limit: 15 }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  return (
    <SearchPicker
      label="食べ物・花粉などをさがす"
      hint="名前・かなで"
      query={text}
      onQueryChange={setText}
      state={asked === '' ? 'idle' : query.isError ? 'failed' : query.isFetching ? 'loading' : 'ready'}
      items={(asked === '' ? [] : (query.data ?? [])).map((hit) => ({
        id: hit.code,
        label: hit.name,
        detail: hit.kana,
        hit,
      }))}
      onPick={(item) => onPick(item.hit)}
      autoFocus
    />
  );
}

function ChangeDialog({ patientId, allergy, onChanged, onClose }: DialogProps & { allergy: Allergy }) {
  const trpc = useTRPC();
  const [reaction, setReaction] = useState(allergy.reaction ?? '');
  const [criticality, setCriticality] = useState(allergy.criticality as Criticality);
  const [reason, setReason] = useState('');
  const onSuccess = async () => {
    await onChanged();
    onClose();
  };
  const amend = useMutation(trpc.patientFacts.amendAllergy.mutationOptions({ onSuccess }));
  const withdraw = useMutation(trpc.patientFacts.withdrawAllergy.mutationOptions({ onSuccess }));
  const failed = amend.error ?? withdraw.error;
  const missing = reason.trim() === '' ? '理由を書くと直せます' : undefined;
  const { allergyId } = allergy;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${allergy.displayName}のアレルギーを直す`}
      actions={
        <>
          <Button
            size="lg"
            variant="primary"
            busy={amend.isPending}
            unavailableReason={missing}
            onClick={() =>
              amend.mutate({
                patientId,
                allergyId,
                reaction: reaction.trim() || null,
                criticality,
                reason: reason.trim(),
              })
            }
          >
            この内容に直す
          </Button>
          <Button
            size="lg"
            busy={withdraw.isPending}
            unavailableReason={missing}
            onClick={() => withdraw.mutate({ patientId, allergyId, reason: reason.trim() })}
          >
            まちがいなので取り消す
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {failed ? <Notice tone="error" title={sentenceOf(failed)} live /> : null}
        <TextField
          label="どうなりましたか"
          maxLength={200}
          value={reaction}
          onChange={(event) => setReaction(event.target.value)}
        />
        <RadioCards<Criticality>
          label="重さ"
          options={criticalities}
          value={criticality}
          onChange={setCriticality}
        />
        <TextField
          label="直す理由・取り消す理由"
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
