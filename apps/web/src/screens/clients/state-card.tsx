'use client';

import { Button, Card, Dialog, Notice } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import type { ClientCardProps } from './card-props.ts';

/** 停止, 再開, 廃止. The first is one press: when something is wrong, there is no time for questions. */
export function StateCard({ client, onChanged }: ClientCardProps) {
  const trpc = useTRPC();
  const [retiring, setRetiring] = useState(false);
  const whyNot = useWhyNot('client.manage');
  const change = useMutation(
    trpc.clients.setState.mutationOptions({
      onSuccess: () => {
        setRetiring(false);
        return onChanged();
      },
    }),
  );
  const to = (state: 'active' | 'suspended' | 'retired') =>
    change.mutate({ clientId: client.id, state, rowVersion: client.rowVersion });
  return (
    <Card title="利用の停止">
      <div className="grid gap-4">
        {change.isError ? <Notice tone="error" title={sentenceOf(change.error)} live /> : null}
        {client.state === 'active' ? (
          <>
            <p>止めると、すぐに使えなくなります。受け取り済みのトークンも使えません。あとで再開できます。</p>
            <div>
              <Button
                variant="danger"
                size="lg"
                busy={change.isPending}
                unavailableReason={whyNot}
                onClick={() => to('suspended')}
              >
                いますぐ止める
              </Button>
            </div>
          </>
        ) : null}
        {client.state === 'suspended' ? (
          <>
            <p>止めています。相手は何もできません。</p>
            <div className="flex flex-wrap gap-3">
              <Button
                variant="primary"
                size="lg"
                busy={change.isPending}
                unavailableReason={whyNot}
                onClick={() => to('active')}
              >
                再開する
              </Button>
              <Button size="lg" unavailableReason={whyNot} onClick={() => setRetiring(true)}>
                廃止する
              </Button>
            </div>
          </>
        ) : null}
        {client.state === 'retired' ? <p>廃止しました。使うときは、新しく登録してください。</p> : null}
      </div>
      <Dialog
        open={retiring}
        onClose={() => setRetiring(false)}
        kind="alert"
        title={`${client.name} を廃止しますか`}
        actions={
          <Button variant="danger" size="lg" busy={change.isPending} onClick={() => to('retired')}>
            廃止する
          </Button>
        }
      >
        <p>廃止すると、元に戻せません。認証の情報はすべて終わります。使った記録は監査証跡に残ります。</p>
      </Dialog>
    </Card>
  );
}
