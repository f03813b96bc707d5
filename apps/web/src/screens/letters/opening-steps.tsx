'use client';

import type { Letter } from '@shirube/core/received/schema';
import { Button, Card, Notice, RadioCards } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

interface StepProps {
  letter: Letter;
  patientId: string;
  onDone: () => Promise<unknown>;
}

/** 閲覧保留: the patient lets us read it, by the card or in words. */
export function ConsentStep({ letter, patientId, onDone }: StepProps) {
  const trpc = useTRPC();
  const whyNot = useWhyNot('document.receive');
  const [by, setBy] = useState<'card' | 'oral' | null>(null);
  const release = useMutation(trpc.letters.release.mutationOptions({ onSuccess: onDone }));
  return (
    <Card title="患者さんの同意が要ります">
      <div className="grid gap-4">
        <p>紹介元では同意を確かめていません。患者さんに、この紹介状を読んでよいか聞いてください。</p>
        {release.isError ? <Notice tone="error" title={sentenceOf(release.error)} live /> : null}
        <RadioCards
          label="同意のもらい方"
          options={[
            {
              value: 'card',
              label: 'カードリーダーで同意した',
              description: '今日、顔認証付きカードリーダーで「診療情報」に同意してもらったとき',
            },
            {
              value: 'oral',
              label: '口頭で同意をもらった',
              description: 'だれが、いつ聞いたかが記録に残ります',
            },
          ]}
          value={by}
          onChange={setBy}
          columns={2}
        />
        <span>
          <Button
            variant="primary"
            size="lg"
            busy={release.isPending}
            busyLabel="伝えています"
            unavailableReason={whyNot ?? (by === null ? 'どちらかを選んでください' : undefined)}
            onClick={() => by && release.mutate({ letterId: letter.id, patientId, by })}
          >
            同意をもらったので、読めるようにする
          </Button>
        </span>
      </div>
    </Card>
  );
}

/** 閲覧可: one press opens it; who opened it first stays written down. */
export function OpenStep({ letter, patientId, onDone }: StepProps) {
  const trpc = useTRPC();
  const whyNot = useWhyNot('document.receive');
  const open = useMutation(trpc.letters.open.mutationOptions({ onSuccess: onDone }));
  return (
    <Card title="紹介状を開く">
      <div className="grid gap-4">
        <p>
          開くと、だれがいつ開いたかが記録に残ります。書かれているアレルギーと薬は、この患者さんの処方のチェックに使われます。
        </p>
        {open.isError ? <Notice tone="error" title={sentenceOf(open.error)} live /> : null}
        <span>
          <Button
            variant="primary"
            size="xl"
            busy={open.isPending}
            busyLabel="開いています"
            unavailableReason={whyNot}
            onClick={() => open.mutate({ letterId: letter.id, patientId })}
          >
            紹介状を開く
          </Button>
        </span>
      </div>
    </Card>
  );
}
