'use client';

import type { DocumentListItem, DocumentList as DocumentListView } from '@shirube/core/documents/schema';
import { documentTitles } from '@shirube/core/documents/words';
import type { DocumentKind } from '@shirube/core/records';
import { Button, Card, Dialog, EmptyState, LinkButton, ListButton, Notice, StatusBadge } from '@shirube/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { IfMay, useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, eraDate } from '../format.ts';
import { kindHints, sendStates } from './words.ts';

interface DocumentListProps {
  clinic: string;
  patientId: string;
  /** the visit a new document is written in; null outside of one */
  encounterId: string | null;
}

/** The documents of a patient with where each of them is, and the button that begins one. */
export function DocumentList(props: DocumentListProps) {
  return (
    <IfMay permission="document.view">
      <Documents {...props} />
    </IfMay>
  );
}

function Documents({ clinic, patientId, encounterId }: DocumentListProps) {
  const trpc = useTRPC();
  const [choosing, setChoosing] = useState(false);
  const list = useQuery(trpc.documents.list.queryOptions({ patientId }));
  const documents = list.data?.documents ?? [];
  return (
    <Card
      title="文書（紹介状など）"
      note={documents.length > 0 ? `${documents.length}件` : undefined}
      padding="none"
    >
      {list.isError ? <Notice tone="error" title={sentenceOf(list.error)} /> : null}
      {list.data && documents.length === 0 ? <EmptyState title="文書はまだありません" /> : null}
      <ul className="divide-y divide-line-2">
        {documents.map((each) => (
          <li key={each.documentId} className="grid gap-1 px-4 py-3">
            <DocumentRow
              href={`/c/${clinic}/patients/${patientId}/documents/${each.documentId}`}
              document={each}
            />
          </li>
        ))}
      </ul>
      <IfMay permission="document.write">
        <div className="border-t border-line-2 p-4">
          <Button fullWidth size="lg" onClick={() => setChoosing(true)}>
            文書を書く
          </Button>
        </div>
      </IfMay>
      <Dialog open={choosing} onClose={() => setChoosing(false)} title="どの文書を書きますか">
        <KindChoice
          {...{ clinic, patientId, encounterId }}
          kinds={list.data?.kinds ?? []}
          letters={list.data?.letters ?? []}
          earlier={documents.filter((each) => each.versionNo !== null && !each.enteredInError)}
        />
      </Dialog>
    </Card>
  );
}

function DocumentRow({ href, document }: { href: string; document: DocumentListItem }) {
  const { draft, send } = document;
  const mayWrite = useMay('document.write');
  const state = sendStates[send.state];
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <strong>{document.title}</strong>
        {document.enteredInError ? <StatusBadge tone="danger">取り消し済み</StatusBadge> : null}
        {draft ? <StatusBadge tone="caution">書きかけ</StatusBadge> : null}
        {document.versionNo !== null && !document.enteredInError ? (
          <StatusBadge tone={state.tone}>{state.label}</StatusBadge>
        ) : null}
      </p>
      <p className="text-sub text-ink-2">
        {[
          document.receiverName ? `${document.receiverName} 宛` : null,
          document.issuedOn ? eraDate(document.issuedOn) : null,
          document.versionNo !== null ? `第${document.versionNo}版` : null,
          draft ? `${dayAndClock(draft.updatedAt)} ${draft.updatedBy} 保存` : null,
        ]
          .filter((each) => each !== null)
          .join('　')}
      </p>
      {send.issues.map((issue) => (
        <p key={issue} className="border-danger border-l-4 pl-3 text-sub">
          {issue}
        </p>
      ))}
      <p>
        <LinkButton
          href={href}
          aria-label={`${document.title}${document.receiverName ? `（${document.receiverName} 宛）` : ''}${draft && mayWrite ? 'の続きを書く' : 'を開く'}`}
        >
          {draft && mayWrite ? '続きを書く' : '開く'}
        </LinkButton>
      </p>
    </>
  );
}

/** Which document: one press begins it, pre-filled from the chart, or from an earlier one of the same kind. */
function KindChoice({
  clinic,
  patientId,
  encounterId,
  kinds,
  letters,
  earlier,
}: DocumentListProps & {
  letters: DocumentListView['letters'];
  kinds: readonly { kind: DocumentKind; unavailable: string | null }[];
  earlier: readonly DocumentListItem[];
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const start = useMutation(
    trpc.documents.start.mutationOptions({
      onSuccess: ({ documentId }) =>
        router.push(`/c/${clinic}/patients/${patientId}/documents/${documentId}`),
    }),
  );
  const begin = (kind: DocumentKind, from: { copyOf?: string; replyTo?: string }) =>
    start.mutate({
      patientId,
      encounterId,
      kind,
      copyOf: from.copyOf ?? null,
      replyTo: from.replyTo ?? null,
    });
  const open = kinds.filter((each) => each.unavailable === null);
  return (
    <div className="grid gap-5">
      {start.isError ? <Notice tone="error" title={sentenceOf(start.error)} live /> : null}
      <ul className="grid gap-2">
        {open.map(({ kind }) => (
          <li key={kind}>
            <ListButton detail={kindHints[kind]} onClick={() => begin(kind, {})}>
              <strong>{documentTitles[kind]}</strong>
            </ListButton>
          </li>
        ))}
      </ul>
      {letters.length > 0 ? (
        <section aria-label="届いた紹介状に返事を書く" className="grid gap-2">
          <h3 className="font-bold">届いた紹介状に返事を書く</h3>
          <ul className="grid gap-2">
            {letters.map((letter) => (
              <li key={letter.id}>
                <ListButton
                  detail={`${eraDate(letter.issuedOn)} の紹介状`}
                  onClick={() => begin('reply', { replyTo: letter.id })}
                >
                  {`${letter.facilityName} へ返書を書く`}
                </ListButton>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {kinds
        .filter((each) => each.unavailable !== null && (each.kind !== 'reply' || letters.length === 0))
        .map(({ kind, unavailable }) => (
          <p key={kind} className="text-sub text-ink-2">{`${documentTitles[kind]}：${unavailable}`}</p>
        ))}
      {earlier.length > 0 ? (
        <section aria-label="前の文書を写して書く" className="grid gap-2">
          <h3 className="font-bold">前の文書を写して書く</h3>
          <ul className="grid gap-2">
            {earlier
              .filter((each) => open.some(({ kind }) => kind === each.kind))
              .map((each) => (
                <li key={each.documentId}>
                  <ListButton
                    detail={each.issuedOn ? eraDate(each.issuedOn) : undefined}
                    onClick={() => begin(each.kind, { copyOf: each.documentId })}
                  >
                    {`${each.title}${each.receiverName ? `（${each.receiverName} 宛）` : ''}`}
                  </ListButton>
                </li>
              ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
