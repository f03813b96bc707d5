'use client';

import type { SetupState, SetupStep } from '@shirube/core/clinics';
import { Button, Card, LinkButton, Notice, ProgressSteps, Skeleton, StatusBadge } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { IdentityForm } from './identity-form.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { SecurityForm } from './security-form.tsx';
import { useClinic } from './use-clinic.ts';

type Page = SetupStep | 'review';
const pages: readonly { id: Page; label: string }[] = [
  { id: 'identity', label: '医療機関の情報' },
  { id: 'schedule', label: '診療科と診療時間' },
  { id: 'people', label: '職員を招く' },
  { id: 'security', label: '安全の設定' },
  { id: 'review', label: '確認' },
];
const labelOf = (page: Page): string => pages.find(({ id }) => id === page)?.label ?? '';

/** Where the wizard goes on: at the first step that is neither done nor put off. */
const firstOpen = (setup: SetupState): Page =>
  setup.steps.find(({ done, putOff }) => !done && !putOff)?.step ?? 'review';

/** はじめの準備: five steps, each saved on its own, each may wait. */
export function SetupScreen({ clinic, today }: { clinic: string; today: string }) {
  const trpc = useTRPC();
  const { error, data, refresh } = useClinic();
  const [chosen, setChosen] = useState<Page | null>(null);
  const putOff = useMutation(trpc.clinic.putOffSetup.mutationOptions());
  const finish = useMutation(
    trpc.clinic.finishSetup.mutationOptions({
      onSuccess: () => window.location.assign(`/c/${clinic}/board`),
    }),
  );
  const page = chosen ?? (data ? firstOpen(data.setup) : null);
  const next = () => {
    const at = pages.findIndex(({ id }) => id === page);
    setChosen(pages[at + 1]?.id ?? 'review');
    window.scrollTo({ top: 0 });
  };
  const saved = async () => {
    await refresh();
    next();
  };
  const later = async (step: SetupStep) => {
    await putOff.mutateAsync({ step });
    await saved();
  };
  const problem = error ?? putOff.error ?? finish.error;
  return (
    <main id="main" className="mx-auto grid max-w-4xl gap-5 px-5 py-6">
      <h1 className="text-head font-bold">はじめの準備</h1>
      {problem ? <Notice tone="error" title={sentenceOf(problem)} live /> : null}
      {!data || page === null ? (
        problem ? null : (
          <Skeleton label="準備の画面を開いています" />
        )
      ) : (
        <>
          <ProgressSteps label="準備の手順" steps={pages} current={page} />
          <Card title={labelOf(page)} note={noteOf(page)}>
            {page === 'identity' ? (
              <IdentityForm
                clinic={clinic}
                profile={data.profile}
                submitLabel="保存して次へ"
                onSaved={saved}
              />
            ) : null}
            {page === 'schedule' ? (
              <ScheduleForm
                clinic={clinic}
                profile={data.profile}
                today={today}
                submitLabel="保存して次へ"
                onSaved={saved}
              />
            ) : null}
            {page === 'people' ? <PeopleStep clinic={clinic} setup={data.setup} onNext={next} /> : null}
            {page === 'security' ? (
              <SecurityForm settings={data.settings} submitLabel="保存して次へ" onSaved={saved} />
            ) : null}
            {page === 'review' ? (
              <Review
                setup={data.setup}
                busy={finish.isPending}
                onOpen={setChosen}
                onFinish={() => finish.mutate({})}
              />
            ) : null}
          </Card>
          {page === 'review' ? null : (
            <div className="flex flex-wrap gap-3">
              <Button variant="tertiary" size="lg" busy={putOff.isPending} onClick={() => later(page)}>
                あとで
              </Button>
              <Button variant="tertiary" size="lg" onClick={() => setChosen('review')}>
                全体を確かめる
              </Button>
            </div>
          )}
        </>
      )}
    </main>
  );
}

const noteOf = (page: Page): string =>
  page === 'review'
    ? '足りないものがあれば、ここで分かります'
    : '保存すると、途中でやめても続きから始められます';

function PeopleStep({ clinic, setup, onNext }: { clinic: string; setup: SetupState; onNext: () => void }) {
  const step = setup.steps.find((each) => each.step === 'people');
  return (
    <div className="grid gap-5">
      <p>
        医師・看護師・事務の方を招きます。招待コードを作って手渡すと、その方が自分で ID
        とパスワードを決めて参加します。職員の画面は別のタブで開きます。
      </p>
      {step?.missing.map((sentence) => (
        <Notice key={sentence} tone="info" title={sentence} />
      ))}
      <div className="flex flex-wrap gap-3">
        <LinkButton href={`/c/${clinic}/people`} target="_blank" size="xl">
          職員を招く画面を開く
        </LinkButton>
        <Button variant="primary" size="xl" onClick={onNext}>
          次へ
        </Button>
      </div>
    </div>
  );
}

interface ReviewProps {
  setup: SetupState;
  busy: boolean;
  onOpen: (page: Page) => void;
  onFinish: () => void;
}

function Review({ setup, busy, onOpen, onFinish }: ReviewProps) {
  const blocked = setup.steps.some(({ step, done }) => step === 'identity' && !done);
  return (
    <div className="grid gap-5">
      <ul className="grid gap-3">
        {setup.steps.map(({ step, done, putOff, missing }) => (
          <li key={step} className="grid gap-2 rounded-control border border-line p-4">
            <div className="flex flex-wrap items-center gap-3">
              <span className="font-bold">{labelOf(step)}</span>
              <StatusBadge tone={done ? 'success' : 'warning'}>
                {done ? 'そろっています' : putOff ? 'あとで' : '足りません'}
              </StatusBadge>
              <span className="flex-1" />
              <Button size="md" aria-label={`${labelOf(step)}を開く`} onClick={() => onOpen(step)}>
                開く
              </Button>
            </div>
            {missing.map((sentence) => (
              <p key={sentence} className="text-sub">
                {sentence}
              </p>
            ))}
          </li>
        ))}
      </ul>
      <div>
        <Button
          variant="primary"
          size="xl"
          busy={busy}
          unavailableReason={
            blocked ? '医療機関の情報がそろうと終えられます。処方箋に印字されるためです。' : undefined
          }
          onClick={onFinish}
        >
          準備を終えて、受付一覧へ進む
        </Button>
      </div>
    </div>
  );
}
