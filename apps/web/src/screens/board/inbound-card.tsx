'use client';

import type { Board } from '@shirube/core/reception/schema';
import { Button, Card, Checkbox, Notice, StatusBadge, Table, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { birthDateInWords, clock, fullKana, fullName, validityInWords } from '../format.ts';

const purposes = ['定期の受診', '発熱・せき', '不眠・足の爪', '検査の結果', 'お薬だけ'];

/** A card was read: the clerk says who it is and why they came, with clicks. */
export function InboundCard({
  inbound,
  onAccepted,
}: {
  inbound: Board['inbound'][number];
  onAccepted: () => Promise<unknown>;
}) {
  const trpc = useTRPC();
  const [purpose, setPurpose] = useState('');
  const [apply, setApply] = useState(true);
  const accept = useMutation(trpc.reception.acceptInbound.mutationOptions({ onSuccess: onAccepted }));
  const { person, candidate } = inbound;
  if (!person)
    return (
      <Notice tone="error" title={`カードの読み取り結果を取り込めません（${clock(inbound.receivedAt)}）`}>
        {inbound.reason}
      </Notice>
    );
  const submit = (as: Parameters<typeof accept.mutate>[0]['as']) =>
    accept.mutate({ inboundId: inbound.id, purpose, as });
  const blocked = purpose.trim() === '' ? '来院の目的を選ぶと受付できます' : undefined;
  return (
    <Card
      title="カードが読み取られました"
      note={clock(inbound.receivedAt)}
      actions={
        <StatusBadge tone={inbound.validity === '1' ? 'success' : 'danger'}>
          {`資格 ${validityInWords[inbound.validity ?? ''] ?? '不明'}`}
        </StatusBadge>
      }
    >
      <div className="grid gap-4">
        <p>
          <span className="block text-sub text-ink-2">{person.nameKana}</span>
          <strong className="text-title">{person.name}</strong>　{birthDateInWords(person.birthDate)}
        </p>
        {inbound.status === 'candidate' ? (
          <Notice tone="warning" title="同じ読み・同じ生年月日の方が登録されています">
            別の方かもしれません。本人かどうか確かめてから選んでください。
          </Notice>
        ) : null}
        {candidate ? (
          <p>
            当院の登録：<strong>{`${fullName(candidate)}（${fullKana(candidate)}）`}</strong>　患者番号{' '}
            {candidate.patientNumber}
          </p>
        ) : (
          <p>{inbound.reason}</p>
        )}
        {candidate && inbound.differences.length > 0 ? (
          <>
            <Table
              caption="登録と違うところ"
              columns={[
                { key: 'field', header: '項目', cell: (row) => row.field, rowHeader: true },
                { key: 'ours', header: '当院の登録', cell: (row) => row.ours || '（なし）' },
                { key: 'theirs', header: 'カードの情報', cell: (row) => row.theirs },
              ]}
              rows={inbound.differences}
              rowKey={(row) => row.field}
            />
            <Checkbox
              label="カードの情報で登録を新しくする"
              checked={apply}
              onChange={(event) => setApply(event.target.checked)}
            />
          </>
        ) : null}
        <TextField
          label="来院の目的"
          required
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        <div className="flex flex-wrap gap-2">
          {purposes.map((each) => (
            <Button key={each} variant="tertiary" onClick={() => setPurpose(each)}>
              {each}
            </Button>
          ))}
        </div>
        {accept.isError ? <Notice tone="error" title={sentenceOf(accept.error)} live /> : null}
        <div className="flex flex-wrap gap-3">
          {candidate ? (
            <Button
              variant="primary"
              size="lg"
              busy={accept.isPending}
              unavailableReason={blocked}
              onClick={() => submit({ kind: 'existing', patientId: candidate.id, applyDifferences: apply })}
            >
              {`${fullName(candidate)} さんとして受付する`}
            </Button>
          ) : null}
          {inbound.status === 'matched' ? null : (
            <Button
              variant={candidate ? 'secondary' : 'primary'}
              size="lg"
              busy={accept.isPending}
              unavailableReason={candidate ? undefined : blocked}
              onClick={() => submit({ kind: 'new' })}
            >
              新しい患者として登録して受付する
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
