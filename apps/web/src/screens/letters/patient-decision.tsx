'use client';

import type { PatientSummary } from '@shirube/core/patients/schema';
import type { Letter, LetterCandidate } from '@shirube/core/received/schema';
import { Button, Card, Dialog, Notice, SearchPicker, Table } from '@shirube/ui';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ageInWords, birthDateInWords, fullKana, fullName, sexInWords } from '../format.ts';
import { bornInWords, sexWord } from './words.ts';

type Choice =
  | { kind: 'existing'; patient: PatientSummary; differences: LetterCandidate['differences'] | null }
  | { kind: 'new' };

interface PatientDecisionProps {
  letter: Letter;
  today: string;
  onDecided: () => Promise<unknown>;
}

/** Whose the letter is: proposed, searched for or registered, and always said by a person. */
export function PatientDecision({ letter, today, onDecided }: PatientDecisionProps) {
  const whyNot = useWhyNot('document.receive');
  const [choice, setChoice] = useState<Choice | null>(null);
  const [searching, setSearching] = useState(false);
  return (
    <Card title="この紹介状は、どの患者さんのものですか">
      <div className="grid gap-4">
        <p>似ている方を下に出しています。氏名・生年月日・保険を見くらべて、同じ方を選んでください。</p>
        {letter.candidates.length === 0 ? (
          <Notice tone="info" title="似ている患者さんは登録されていません">
            患者をさがすか、新しい患者として登録してください。
          </Notice>
        ) : null}
        <ul className="grid gap-3">
          {letter.candidates.map((candidate) => (
            <li
              key={candidate.patient.id}
              className="grid gap-2 rounded-control border border-line p-4 @min-[40rem]:grid-cols-[1fr_auto]"
            >
              <div className="grid gap-1">
                <p>
                  <strong>{fullName(candidate.patient)}</strong>
                  {`　${fullKana(candidate.patient)}`}
                </p>
                <p className="text-ink-2">{factsOf(candidate.patient, today)}</p>
                <p>
                  {candidate.by === 'insurance'
                    ? '保険の番号が同じです。'
                    : 'カナ・生年月日・性別が同じです。'}
                </p>
                <Differences of={candidate.differences} />
              </div>
              <span className="self-center">
                <Button
                  variant="primary"
                  size="lg"
                  unavailableReason={whyNot}
                  aria-label={`この患者さんにする ${fullName(candidate.patient)} ${candidate.patient.patientNumber}`}
                  onClick={() => setChoice({ kind: 'existing', ...candidate })}
                >
                  この患者さんにする
                </Button>
              </span>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-3">
          <Button size="lg" unavailableReason={whyNot} onClick={() => setSearching(true)}>
            ほかの患者をさがす
          </Button>
          <Button size="lg" unavailableReason={whyNot} onClick={() => setChoice({ kind: 'new' })}>
            新しい患者として登録する
          </Button>
        </div>
      </div>
      <Dialog open={searching} onClose={() => setSearching(false)} title="患者をさがす">
        <PatientSearch
          today={today}
          onPick={(patient) => {
            setSearching(false);
            setChoice({ kind: 'existing', patient, differences: null });
          }}
        />
      </Dialog>
      {choice ? (
        <ConfirmDialog {...{ letter, choice, today, onDecided }} onClose={() => setChoice(null)} />
      ) : null}
    </Card>
  );
}

const factsOf = (patient: PatientSummary, today: string): string =>
  `${birthDateInWords(patient.birthDate)}　${sexInWords(patient.sex)} ${ageInWords(patient.birthDate, today)}　患者番号 ${patient.patientNumber}`;

/** What the letter says otherwise than our record, field by field. */
export function Differences({ of }: { of: LetterCandidate['differences'] }) {
  if (of.length === 0) return <p>紹介状と違うところはありません。</p>;
  return (
    <Table
      caption="紹介状と当院の登録で違うところ"
      columns={[
        { key: 'field', header: '項目', rowHeader: true, cell: (row) => row.field },
        { key: 'theirs', header: '紹介状', cell: (row) => row.theirs },
        { key: 'ours', header: '当院の登録', cell: (row) => row.ours },
      ]}
      rows={of}
      rowKey={(row) => row.field}
    />
  );
}

function PatientSearch({ today, onPick }: { today: string; onPick: (patient: PatientSummary) => void }) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const asked = text.trim();
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ text: asked, limit: 10 }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <SearchPicker
      label="患者をさがす"
      hint="カナ・名前・患者番号・生年月日（昭和41年5月26日 など）で"
      query={text}
      onQueryChange={setText}
      state={asked === '' ? 'idle' : found.isError ? 'failed' : found.isFetching ? 'loading' : 'ready'}
      items={(asked === '' ? [] : (found.data ?? [])).map((each) => ({
        id: each.id,
        label: fullName(each),
        detail: `${fullKana(each)}　${birthDateInWords(each.birthDate)}`,
        facts: `${sexInWords(each.sex)} ${ageInWords(each.birthDate, today)}　${each.patientNumber}`,
        patient: each,
      }))}
      onPick={(item) => onPick(item.patient)}
      autoFocus
    />
  );
}

function ConfirmDialog({
  letter,
  choice,
  today,
  onDecided,
  onClose,
}: PatientDecisionProps & { choice: Choice; onClose: () => void }) {
  const trpc = useTRPC();
  const decide = useMutation(
    trpc.letters.decide.mutationOptions({
      onSuccess: async () => {
        await onDecided();
        onClose();
      },
    }),
  );
  const isNew = choice.kind === 'new';
  const { person } = letter;
  return (
    <Dialog
      open
      onClose={onClose}
      kind="alert"
      title={
        isNew ? 'この方を新しい患者として登録しますか' : `${fullName(choice.patient)} さんの紹介状ですか`
      }
      actions={
        <>
          <Button
            variant="primary"
            size="lg"
            busy={decide.isPending}
            onClick={() =>
              decide.mutate({
                letterId: letter.id,
                rowVersion: letter.rowVersion,
                patientId: isNew ? null : choice.patient.id,
              })
            }
          >
            {isNew ? '新しい患者として登録する' : 'はい、この患者さんです'}
          </Button>
          <Button size="lg" onClick={onClose}>
            やめる
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {decide.isError ? <Notice tone="error" title={sentenceOf(decide.error)} live /> : null}
        <p>
          紹介状：<strong>{person.name}</strong>
          {`　${person.kana ?? ''}　${bornInWords(person.birthDate)}　${sexWord(person.sex)}`}
        </p>
        {isNew ? (
          <p>
            同じ方が登録されていないことを確かめてください。住所と電話は、受付でうかがって入れてください。
          </p>
        ) : (
          <>
            <p>
              当院：<strong>{fullName(choice.patient)}</strong>
              {`　${fullKana(choice.patient)}　${factsOf(choice.patient, today)}`}
            </p>
            {choice.differences ? <Differences of={choice.differences} /> : null}
          </>
        )}
      </div>
    </Dialog>
  );
}
