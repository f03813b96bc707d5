'use client';

import type { AnsweredLetter } from '@shirube/core/received/schema';
import { ActionBar, Button, Card, LinkButton, Notice, Skeleton, StatusBadge } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useMay, useWhyNot } from '~/client/may.tsx';
import { type Answers, reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, eraDate, fullName } from '../format.ts';
import { RestrictedNotice } from '../restrictions/restricted-notice.tsx';
import { LetterDocument } from './letter-document.tsx';
import { ConsentStep, OpenStep } from './opening-steps.tsx';
import { Differences, PatientDecision } from './patient-decision.tsx';
import { ReplyButton } from './reply-button.tsx';
import { bornInWords, sexWord, stateWords } from './words.ts';

type Letter = Answers['letters']['read'];

interface LetterScreenProps {
  clinic: string;
  letterId: string;
  today: string;
}

/** One letter: whose it is, the consent, what stands in it, and taking it in; each step in its order. */
export function LetterScreen({ clinic, letterId, today }: LetterScreenProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = trpc.letters.read.queryOptions({ letterId });
  const letter = useQuery(query);
  const again = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: query.queryKey }),
      queryClient.invalidateQueries(trpc.letters.view.queryFilter()),
      queryClient.invalidateQueries(trpc.letters.count.queryFilter()),
    ]);
  if (letter.isError && reasonOf(letter.error) === 'restricted')
    return (
      <main id="main" className="p-6">
        <Notice tone="warning" title={sentenceOf(letter.error)} live />
      </main>
    );
  if (letter.isError)
    return (
      <main id="main" className="p-6">
        <Notice tone="error" title={sentenceOf(letter.error)} live />
      </main>
    );
  if (!letter.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="紹介状を開いています" />
      </main>
    );
  const { data } = letter;
  const isRead = data.state === 'opened' || data.state === 'accepted';
  return (
    <main id="main">
      <div className="@container grid gap-4 px-5 py-4">
        <LetterHead letter={data} />
        {data.state === 'withdrawn' ? (
          <Notice tone="warning" title="この紹介状は取り下げられたか、新しい版に替わっています">
            一覧から、新しいものを開いてください。
          </Notice>
        ) : data.patient === null ? (
          <PatientDecision letter={data} today={today} onDecided={again} />
        ) : data.state === 'on_hold' ? (
          <ConsentStep letter={data} patientId={data.patient.id} onDone={again} />
        ) : data.state === 'readable' ? (
          <OpenStep letter={data} patientId={data.patient.id} onDone={again} />
        ) : (
          <Opened clinic={clinic} letter={data} patientId={data.patient.id} onTaken={again} />
        )}
      </div>
      {isRead && data.patient ? (
        <Acts clinic={clinic} letter={data} patientId={data.patient.id} onDone={again} />
      ) : null}
    </main>
  );
}

function LetterHead({ letter }: { letter: Letter }) {
  const { person, patient } = letter;
  return (
    <Card
      title={`${letter.senderName} からの紹介状`}
      actions={
        <StatusBadge tone={stateWords[letter.state].tone} size="lg">
          {stateWords[letter.state].label}
        </StatusBadge>
      }
    >
      <dl className="grid gap-x-6 gap-y-1 @min-[40rem]:grid-cols-[auto_1fr]">
        <dt className="font-bold">紹介された方</dt>
        <dd>{`${person.name}　${person.kana ?? 'カナの記載なし'}　${bornInWords(person.birthDate)}　${sexWord(person.sex)}`}</dd>
        <dt className="font-bold">当院の患者</dt>
        <dd>
          {patient ? `${fullName(patient)}（患者番号 ${patient.patientNumber}）` : 'まだ決めていません'}
        </dd>
        <dt className="font-bold">書いた日</dt>
        <dd>{`${eraDate(letter.issuedOn)}　${dayAndClock(letter.noticedAt)} に届きました${letter.revision > 1 ? `（${letter.revision}版）` : ''}`}</dd>
        {letter.openedAt ? (
          <>
            <dt className="font-bold">開いた人</dt>
            <dd>{`${letter.openedBy ?? ''}　${dayAndClock(letter.openedAt)}`}</dd>
          </>
        ) : null}
        {letter.acceptedAt ? (
          <>
            <dt className="font-bold">受領した人</dt>
            <dd>{`${letter.acceptedBy ?? ''}　${dayAndClock(letter.acceptedAt)}`}</dd>
          </>
        ) : null}
      </dl>
    </Card>
  );
}

interface OpenedProps {
  clinic: string;
  letter: Letter;
  patientId: string;
  onTaken: () => Promise<unknown>;
}

function Opened({ clinic, letter, patientId, onTaken }: OpenedProps) {
  const trpc = useTRPC();
  // what another facility wrote is kept by no cache: leaving the screen forgets it
  const view = useQuery({ ...trpc.letters.view.queryOptions({ letterId: letter.id, patientId }), gcTime: 0 });
  if (view.isError && reasonOf(view.error) === 'restricted')
    return <RestrictedNotice patientId={patientId} patientName={null} onOpened={onTaken} />;
  if (view.isError) return <Notice tone="error" title={sentenceOf(view.error)} live />;
  if (!view.data) return <Skeleton label="紹介状を読んでいます" />;
  const { documents, visit, differences, answers } = view.data;
  return (
    <>
      {answers ? <AnsweredNotice {...{ clinic, patientId, answers }} /> : null}
      {differences.length > 0 ? (
        <Notice tone="warning" title="紹介状の方と当院の登録に違うところがあります">
          <Differences of={differences} />
        </Notice>
      ) : null}
      <Notice tone="info" title="この内容は、ほかの医療機関が書いたものです">
        当院の記録にするものは、１つずつ選んで取り込んでください。自動では取り込まれません。
      </Notice>
      {documents.map((document, at) => (
        <LetterDocument
          // biome-ignore lint/suspicious/noArrayIndexKey: the documents of a letter do not change their places
          key={at}
          clinic={clinic}
          document={document}
          enclosed={at > 0}
          taking={{ letterId: letter.id, patientId, visit, onTaken }}
        />
      ))}
    </>
  );
}

/** Which letter of ours this is the answer to; another patient's is said before anything is read. */
function AnsweredNotice({
  clinic,
  patientId,
  answers,
}: {
  clinic: string;
  patientId: string;
  answers: AnsweredLetter;
}) {
  const tone = { ours: 'info', not_found: 'unknown', other_patient: 'error' } as const;
  return (
    <Notice tone={tone[answers.kind]} title={answers.text}>
      {answers.documentId ? (
        <LinkButton
          as={Link}
          size="lg"
          href={`/c/${clinic}/patients/${patientId}/documents/${answers.documentId}`}
        >
          当院の紹介状を見る
        </LinkButton>
      ) : null}
    </Notice>
  );
}

function Acts({
  clinic,
  letter,
  patientId,
  onDone,
}: {
  clinic: string;
  letter: Letter;
  patientId: string;
  onDone: () => Promise<unknown>;
}) {
  const trpc = useTRPC();
  const whyNot = useWhyNot('document.receive');
  const mayWrite = useMay('document.write');
  const accept = useMutation(trpc.letters.accept.mutationOptions({ onSuccess: onDone }));
  return (
    <ActionBar
      label="紹介状の操作"
      status={accept.isError ? <Notice tone="error" title={sentenceOf(accept.error)} live /> : undefined}
      actions={
        <>
          <LinkButton as={Link} href={`/c/${clinic}/letters`} size="xl" variant="tertiary">
            一覧へ戻る
          </LinkButton>
          {letter.state === 'accepted' && mayWrite ? (
            <ReplyButton clinic={clinic} letterId={letter.id} patientId={patientId} />
          ) : null}
          {letter.state === 'opened' ? (
            <Button
              variant="primary"
              size="xl"
              busy={accept.isPending}
              busyLabel="受領しています"
              unavailableReason={whyNot}
              onClick={() => accept.mutate({ letterId: letter.id, patientId })}
            >
              紹介状を受領する
            </Button>
          ) : null}
        </>
      }
    />
  );
}
