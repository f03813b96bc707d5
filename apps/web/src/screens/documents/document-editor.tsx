'use client';

import {
  type AttachmentView,
  type DocumentContent,
  type DocumentView,
  documentContentSchema,
} from '@shirube/core/documents/schema';
import {
  ActionBar,
  Button,
  Card,
  Dialog,
  LinkButton,
  Notice,
  SaveState,
  TextField,
  ThreeColumns,
} from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAutosave } from '~/client/autosave.ts';
import { useKeptState } from '~/client/kept-state.ts';
import { useMe } from '~/client/may.tsx';
import { sentenceOf, useTRPC, useTRPCClient } from '~/client/trpc.tsx';
import { DraftNotices } from '../chart/draft-notices.tsx';
import { clock } from '../format.ts';
import { ContentFields } from './content-fields.tsx';
import type { DocumentPlace } from './document-screen.tsx';
import { MissingList } from './missing-list.tsx';
import { placeId } from './place.ts';
import { useReceiverState } from './receiver-card.tsx';

type Draft = NonNullable<DocumentView['draft']>;

const parseContent = (kept: unknown): DocumentContent | null =>
  documentContentSchema.safeParse(kept).data ?? null;

/** Writing a document: the sections in the order of the form, what is missing beside them, one button at the end. */
export function DocumentEditor({
  place,
  view,
  draft: opened,
  onDone,
}: {
  place: DocumentPlace;
  view: DocumentView;
  draft: Draft;
  onDone: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const me = useMe();
  const { clinic, patientId, documentId } = place;
  const target = { patientId, documentId };
  const [latest] = view.versions;
  const [missing, setMissing] = useState(opened.missing);
  const [files, setFiles] = useState<readonly AttachmentView[]>(view.attachments);
  const [reason, setReason] = useKeptState(`document-reason:${documentId}`, '');
  const [discarding, setDiscarding] = useState(false);
  const draft = useAutosave<DocumentContent>({
    storageKey: `shirube.document.${documentId}`,
    owner: me.staffId,
    initial: opened.content,
    initialRevision: opened.revision,
    initialVersion: (latest?.versionNo ?? 0) + 1,
    initialSavedAt: opened.updatedAt,
    parse: parseContent,
    save: async (content, baseRevision) => {
      const answer = await client.documents.save.mutate({ ...target, baseRevision, content });
      setMissing(answer.missing);
      return answer;
    },
    newestRevision: async () => (await client.documents.open.query(target)).draft?.revision ?? 1,
  });
  const confirm = useMutation(trpc.documents.confirm.mutationOptions());
  const discard = useMutation(trpc.documents.discard.mutationOptions());
  const { content } = draft;
  const receiver = 'to' in content ? content.to : null;
  const receiverState = useReceiverState(receiver?.institutionCode ?? null);
  const sends = content.kind !== 'discharge_summary';
  const onPaper = receiverState?.state === 'not_connected' || !sends;

  const finish = async (send: boolean) => {
    try {
      const baseRevision = await draft.flush();
      await confirm.mutateAsync({
        ...target,
        baseRevision,
        reason: latest ? reason.trim() : null,
        send,
      });
      draft.drop();
      await onDone();
    } catch {
      // what went wrong stands in the notice: the mutation's error or the save state
    }
  };
  const giveUp = async () => {
    try {
      await discard.mutateAsync(target);
      draft.drop();
      if (latest) await onDone();
      else router.push(`/c/${clinic}/patients/${patientId}/documents`);
    } catch {
      setDiscarding(false);
    }
  };
  const musts = missing.filter((each) => each.severity === 'must');
  const failed = confirm.error ?? discard.error;
  const unavailableReason =
    musts.length > 0
      ? '「足りないもの」がなくなると確定できます'
      : latest && reason.trim() === ''
        ? '新しい版にする理由を書くと確定できます'
        : undefined;
  return (
    <main id="main">
      <h1 className="px-5 pt-4 text-title font-bold">{`${view.title}を書く${latest ? `（第${latest.versionNo + 1}版）` : ''}`}</h1>
      <ThreeColumns
        leftLabel="この文書"
        left={
          <Card title="書き方">
            <ul className="grid list-disc gap-2 pl-5">
              <li>カルテにあるものは、はじめから入っています。</li>
              <li>載せないものは「載せる」を外してください。</li>
              <li>書いた内容は、自動で保存されます。</li>
            </ul>
          </Card>
        }
        middleLabel={view.title}
        middle={
          <>
            <DraftNotices what="文書" draft={draft} />
            {failed ? <Notice tone="error" title={sentenceOf(failed)} live /> : null}
            {latest ? (
              <Card title="新しい版にする理由">
                <div id={placeId('reason')} tabIndex={-1}>
                  <TextField
                    label="理由"
                    required
                    maxLength={200}
                    value={reason}
                    onChange={(event) => setReason(event.target.value)}
                  />
                </div>
              </Card>
            ) : null}
            <ContentFields
              place={place}
              content={content}
              choices={view.choices}
              checkup={{ view: view.checkup, person: view.patient }}
              files={files}
              isConfirmed={latest !== undefined}
              change={draft.change}
              onFiles={(next) => {
                setFiles(next);
                // saved as it stands: the list of what is missing counts the files too
                draft.change((current) => ({ ...current }));
              }}
            />
          </>
        }
        rightLabel="足りないもの"
        right={<MissingList missing={missing} />}
      />
      <ActionBar
        label="文書の確定"
        status={
          <SaveState status={draft.status} savedAt={draft.savedAt ? clock(draft.savedAt) : undefined} />
        }
        actions={
          <>
            <LinkButton
              size="xl"
              variant="tertiary"
              href={
                view.encounterId
                  ? `/c/${clinic}/patients/${patientId}/encounters/${view.encounterId}`
                  : `/c/${clinic}/patients/${patientId}/documents`
              }
            >
              途中で離れる
            </LinkButton>
            <Button size="xl" variant="tertiary" onClick={() => setDiscarding(true)}>
              下書きを捨てる
            </Button>
            {onPaper || !sends ? null : (
              <Button
                size="xl"
                busy={confirm.isPending}
                busyLabel="確定しています"
                unavailableReason={unavailableReason === undefined ? undefined : ''}
                onClick={() => finish(false)}
              >
                確定して印刷する
              </Button>
            )}
            <Button
              variant="primary"
              size="xl"
              busy={confirm.isPending}
              busyLabel="確定しています"
              unavailableReason={unavailableReason}
              onClick={() => finish(!onPaper)}
            >
              {onPaper ? '確定して印刷する' : '確定して送る'}
            </Button>
          </>
        }
      />
      <Dialog
        open={discarding}
        onClose={() => setDiscarding(false)}
        kind="alert"
        title="下書きを捨てますか"
        actions={
          <>
            <Button size="lg" onClick={() => setDiscarding(false)}>
              書き続ける
            </Button>
            <Button variant="danger" size="lg" busy={discard.isPending} onClick={giveUp}>
              下書きを捨てる
            </Button>
          </>
        }
      >
        {latest
          ? '書きかけの新しい版は消えます。確定した版はそのままです。'
          : '書きかけの文書と添付ファイルは消えます。'}
      </Dialog>
    </main>
  );
}
