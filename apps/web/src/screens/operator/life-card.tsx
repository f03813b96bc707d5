'use client';

import type { OperatorClinic } from '@shirube/core/operators/schema';
import { Button, Card, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { OperatorProblem } from './operator-problem.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

interface LifeCardProps {
  clinic: OperatorClinic;
  /** today in Tokyo */
  today: string;
  maySuspend: boolean;
  mayClose: boolean;
  onChanged: () => Promise<unknown>;
}

type Asked = 'suspend' | 'resume' | 'close' | null;

/** 停止・再開・廃止. */
export function LifeCard({ clinic, today, maySuspend, mayClose, onChanged }: LifeCardProps) {
  const trpc = useOperatorTRPC();
  const [asked, setAsked] = useState<Asked>(null);
  const [closedOn, setClosedOn] = useState(today);
  const [keepUntil, setKeepUntil] = useState('');
  const done = {
    onSuccess: async () => {
      await onChanged();
      setAsked(null);
    },
  };
  const suspend = useMutation(trpc.suspendClinic.mutationOptions(done));
  const resume = useMutation(trpc.resumeClinic.mutationOptions(done));
  const close = useMutation(trpc.closeClinic.mutationOptions(done));
  const { tenantId } = clinic;
  const shut = () => {
    setAsked(null);
    for (const each of [suspend, resume, close]) each.reset();
  };
  return (
    <Card title="利用の停止と廃止">
      <div className="flex flex-wrap gap-3">
        {maySuspend && clinic.state === 'active' ? (
          <Button size="lg" onClick={() => setAsked('suspend')}>
            利用を停止する
          </Button>
        ) : null}
        {maySuspend && clinic.state !== 'active' ? (
          <Button size="lg" onClick={() => setAsked('resume')}>
            利用を再開する
          </Button>
        ) : null}
        {mayClose && clinic.state !== 'closed' ? (
          <Button size="lg" variant="danger" onClick={() => setAsked('close')}>
            医療機関を閉じる
          </Button>
        ) : null}
      </div>
      <ReasonDialog
        open={asked === 'suspend'}
        title={`${clinic.name}の利用を停止する`}
        actionLabel="停止する"
        busy={suspend.isPending}
        problem={<OperatorProblem error={suspend.error} />}
        onClose={shut}
        onConfirm={(reason) => suspend.mutate({ tenantId, reason })}
      >
        <p>
          職員はログインできなくなり、開いている画面は次の操作で止まります。外部システムと送信も止まります。記録は残り、再開すると続きから使えます。
        </p>
      </ReasonDialog>
      <ReasonDialog
        open={asked === 'resume'}
        title={`${clinic.name}の利用を再開する`}
        actionLabel="再開する"
        busy={resume.isPending}
        problem={<OperatorProblem error={resume.error} />}
        onClose={shut}
        onConfirm={(reason) => resume.mutate({ tenantId, reason })}
      >
        <p>職員がログインできるようになり、止まっていた送信が再開します。</p>
      </ReasonDialog>
      <ReasonDialog
        open={asked === 'close'}
        danger
        title={`${clinic.name}を閉じる`}
        actionLabel="医療機関を閉じる"
        busy={close.isPending}
        problem={<OperatorProblem error={close.error} />}
        onClose={shut}
        onConfirm={(reason) =>
          close.mutate({ tenantId, reason, closedOn, keepUntil: keepUntil === '' ? null : keepUntil })
        }
      >
        <p>
          職員はログインできなくなります。記録は、最後の診療から5年（医師法24条2項）、廃止の日から少なくとも5年は消せません。書き出しが必要なときは、閉じる前に医療機関の管理者が受け取ってください。
        </p>
        <TextField
          label="廃止の日"
          type="date"
          required
          max={today}
          value={closedOn}
          onChange={(event) => setClosedOn(event.target.value)}
        />
        <TextField
          label="これより長く保存する日（あれば）"
          type="date"
          value={keepUntil}
          onChange={(event) => setKeepUntil(event.target.value)}
        />
      </ReasonDialog>
    </Card>
  );
}
