'use client';

import type { AccessRuleView } from '@shirube/core/identity';
import { Button, Card, Checkbox, Notice, Skeleton, TextArea } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

/** Where the people of the clinic may work from. Whoever saves must be at an allowed place. */
export function AccessRuleScreen() {
  const trpc = useTRPC();
  const rule = useQuery(trpc.accessRule.read.queryOptions({}));
  return (
    <main id="main" className="mx-auto grid max-w-3xl gap-4 px-5 py-4">
      <h1 className="text-head font-bold">使える場所と端末</h1>
      {rule.isError ? <Notice tone="error" title={sentenceOf(rule.error)} live /> : null}
      {rule.isPending ? <Skeleton label="読み込んでいます" /> : null}
      {/* a form starts from what is stored: a new version is a new form */}
      {rule.data ? <AccessRuleForm key={rule.data.rowVersion} rule={rule.data} /> : null}
    </main>
  );
}

function AccessRuleForm({ rule }: { rule: AccessRuleView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [networks, setNetworks] = useState(rule.ipRanges.join('\n'));
  const [certificate, setCertificate] = useState(rule.clientCertificate);
  const save = useMutation(
    trpc.accessRule.save.mutationOptions({
      onSuccess: (saved) => queryClient.setQueryData(trpc.accessRule.read.queryKey({}), saved),
    }),
  );
  const ipRanges = networks
    .normalize('NFKC')
    .split(/[\s,、]+/)
    .filter((line) => line !== '');
  return (
    <Card title="この医療機関の情報を使える場所">
      <div className="grid gap-5">
        {save.isError ? <Notice tone="error" title={sentenceOf(save.error)} live /> : null}
        {save.isSuccess ? (
          <Notice tone="success" title="保存しました" live>
            全員の次の操作から有効です。
          </Notice>
        ) : null}
        <p>{`今の接続元：${rule.ownAddress ?? '不明（この設置では接続元を確かめられません）'}`}</p>
        <TextArea
          label="使えるネットワーク（1 行に 1 つ）"
          hint="空にすると、どこからでも使えます。例 203.0.113.0/24"
          rows={5}
          value={networks}
          onChange={(event) => setNetworks(event.target.value)}
        />
        {rule.ownAddress && !ipRanges.includes(rule.ownAddress) ? (
          <div>
            <Button onClick={() => setNetworks([...ipRanges, rule.ownAddress].join('\n'))}>
              今の接続元を足す
            </Button>
          </div>
        ) : null}
        <Checkbox
          checked={certificate}
          onChange={(event) => setCertificate(event.target.checked)}
          description={
            rule.ownCertificate
              ? 'この端末には証明書が入っています。'
              : 'この端末の証明書は確かめられませんでした。証明書の入った端末から設定してください。'
          }
          label="証明書を入れた端末からだけ使えるようにする"
        />
        <div>
          <Button
            variant="primary"
            size="lg"
            busy={save.isPending}
            onClick={() =>
              save.mutate({ ipRanges, clientCertificate: certificate, rowVersion: rule.rowVersion })
            }
          >
            保存する
          </Button>
        </div>
      </div>
    </Card>
  );
}
