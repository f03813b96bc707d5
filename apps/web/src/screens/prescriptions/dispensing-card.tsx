'use client';

import { Button, Disclosure, Notice } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMay } from '~/client/may.tsx';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, monthDay } from '../format.ts';

type Dispensing = Answers['prescriptions']['messages'][number];

const messageWords = { message: '伝達事項', inquiry: '疑義照会の結果', remark: '備考' } as const;
const changeWords = {
  other_drug: '薬が変わりました',
  amount: '量が変わりました',
  days: '日数・回数が変わりました',
  left_out: '調剤されませんでした',
  added: '処方にない薬が出ました',
} as const;

/** What a pharmacy did on a prescription and what it wants the doctor to know; with the button that says it has been read. */
export function DispensingCard({ patientId, dispensing }: { patientId: string; dispensing: Dispensing }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayRead = useMay('prescription.acknowledge');
  const read = useMutation(
    trpc.prescriptions.acknowledge.mutationOptions({
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.prescribing.view.queryFilter()),
          queryClient.invalidateQueries(trpc.prescriptions.messages.queryFilter()),
          queryClient.invalidateQueries(trpc.prescriptions.list.queryFilter()),
        ]),
    }),
  );
  const waits = dispensing.asksForReading && dispensing.readBy.length === 0;
  const phone = dispensing.pharmacyPhone ? `（電話 ${dispensing.pharmacyPhone}）` : '';
  return (
    <Notice
      tone={waits ? 'warning' : 'info'}
      title={`${waits ? '薬局からの連絡：' : ''}${dispensing.pharmacyName}が ${monthDay(dispensing.dispensedOn)} に調剤しました`}
      actions={
        waits && mayRead ? (
          <Button
            variant="primary"
            size="lg"
            busy={read.isPending}
            onClick={() => read.mutate({ patientId, dispensingId: dispensing.id })}
          >
            読みました
          </Button>
        ) : null
      }
    >
      <div className="grid gap-3">
        {read.isError ? <p className="font-bold text-danger">{sentenceOf(read.error)}</p> : null}
        {dispensing.messages.map((message) => (
          <p key={`${message.kind}${message.text}`} className="whitespace-pre-wrap">
            <strong>{`${messageWords[message.kind]}：`}</strong>
            {message.text}
          </p>
        ))}
        {dispensing.changes === null ? (
          <p>処方と調剤をくらべられませんでした。調剤された薬を確かめてください。</p>
        ) : null}
        {(dispensing.changes ?? []).map((change) => (
          <dl
            key={`${change.kind}${change.prescribed}${change.dispensed}`}
            className="grid grid-cols-[auto_1fr] gap-x-3"
          >
            <dt className="col-span-2 font-bold">{changeWords[change.kind]}</dt>
            <dt>処方</dt>
            <dd>{change.prescribed ?? '（なし）'}</dd>
            <dt>調剤</dt>
            <dd>{change.dispensed ?? '（なし）'}</dd>
          </dl>
        ))}
        <Disclosure summary="調剤された薬と、薬剤師の署名">
          <ul className="grid gap-1">
            {dispensing.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p className="mt-2">{signatureWords(dispensing)}</p>
          <p className="mt-2 text-sub text-ink-2">{`${dayAndClock(dispensing.receivedAt)} に受け取りました。${dispensing.pharmacyName}${phone}`}</p>
        </Disclosure>
        {dispensing.readBy.length > 0 ? (
          <p className="text-sub text-ink-2">
            {dispensing.readBy
              .map((reading) => `${reading.name} ${dayAndClock(reading.at)} に読みました`)
              .join('　')}
          </p>
        ) : null}
      </div>
    </Notice>
  );
}

function signatureWords({ signature, pharmacist }: Dispensing): string {
  switch (signature.verdict) {
    case 'valid':
      return `薬剤師 ${signature.signerName || (pharmacist ?? '')} の電子署名を確かめました。`;
    case 'invalid':
      return `薬剤師の電子署名に問題があります。${signature.problems.join(' ')}　薬局に確かめてください。`;
    case 'indeterminate':
      return '薬剤師の電子署名は確かめられていません（紙の処方箋の調剤結果には署名がないことがあります）。';
  }
}
