'use client';

import { isEmptyEntry, soapParts } from '@shirube/core/entries/merge';
import { type EntryPage, entryContentSchema } from '@shirube/core/entries/schema';
import { type EncounterDraft, encounterDraftSchema } from '@shirube/core/prescribing/draft';
import {
  ActionBar,
  Button,
  Card,
  Dialog,
  LinkButton,
  Notice,
  SaveState,
  Select,
  SoapEditor,
  SoapRow,
} from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAutosave } from '~/client/autosave.ts';
import { useMe } from '~/client/may.tsx';
import { sentenceOf, useTRPC, useTRPCClient } from '~/client/trpc.tsx';
import { ConditionEditor } from '../chart/condition-editor.tsx';
import { DraftNotices } from '../chart/draft-notices.tsx';
import { addDrug } from '../chart/order-actions.ts';
import { OrderEditor } from '../chart/order-editor.tsx';
import { DrugSearch } from '../chart/search-panels.tsx';
import { clock } from '../format.ts';
import type { EntryPlace } from './entry-screen.tsx';
import { useEntryChecks } from './use-entry-checks.ts';

/** What is typed, in the shape the chart's editors work on, and the doctor it is for. */
interface Typed {
  draft: EncounterDraft;
  onBehalfOfId: string | null;
}

function parseTyped(kept: unknown): Typed | null {
  const { draft, onBehalfOfId } = (kept ?? {}) as Partial<Typed>;
  const parsed = encounterDraftSchema.safeParse(draft);
  return parsed.success
    ? { draft: parsed.data, onBehalfOfId: typeof onBehalfOfId === 'string' ? onBehalfOfId : null }
    : null;
}

/** The visit's doctor once it has begun; else the one chosen before, else the only one there is. */
function firstDoctor(page: EntryPage): string | null {
  const only = page.doctors.length === 1 ? (page.doctors[0]?.id ?? null) : null;
  return page.visitDoctorId ?? page.draft?.onBehalfOfId ?? only;
}

export function EntryForm({ place, page, today }: { place: EntryPlace; page: EntryPage; today: string }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const queryClient = useQueryClient();
  const me = useMe();
  const { clinic, patientId, receptionId } = place;
  const typed = useAutosave<Typed>({
    storageKey: `shirube.entry.${receptionId}`,
    owner: me.staffId,
    initial: {
      draft: encounterDraftSchema.parse(page.draft?.content ?? {}),
      onBehalfOfId: firstDoctor(page),
    },
    initialRevision: page.draft?.revision ?? 0,
    initialSavedAt: page.draft?.savedAt ?? null,
    parse: parseTyped,
    save: ({ draft, onBehalfOfId }, baseRevision) =>
      client.entries.saveDraft.mutate({
        patientId,
        receptionId,
        baseRevision,
        onBehalfOfId,
        content: entryContentSchema.parse(draft),
      }),
    newestRevision: async () =>
      (await client.entries.open.query({ patientId, receptionId })).draft?.revision ?? 0,
  });
  const { draft, onBehalfOfId } = typed.content;
  const change = (update: (current: EncounterDraft) => EncounterDraft) =>
    typed.change((current) => ({ ...current, draft: update(current.draft) }));
  const checks = useEntryChecks({ patientId, receptionId }, draft.rps);
  const [searching, setSearching] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const leave = async () => {
    typed.drop();
    queryClient.removeQueries(trpc.entries.open.queryFilter({ patientId, receptionId }));
    await queryClient.invalidateQueries(trpc.entries.counts.queryFilter());
    router.push(`/c/${clinic}/entries`);
  };
  const submit = useMutation(trpc.entries.submit.mutationOptions({ onSuccess: leave }));
  const discard = useMutation(trpc.entries.discardDraft.mutationOptions({ onSuccess: leave }));
  const handOver = async () => {
    try {
      // saved once more as it stands: the doctor may have been filled in without a touch
      typed.change((current) => current);
      const baseRevision = await typed.flush();
      await submit.mutateAsync({ patientId, receptionId, baseRevision });
    } catch {
      // what went wrong stands in the notice: the mutation's error or the save state
    }
  };
  const content = entryContentSchema.safeParse(draft);
  const empty = !content.success || isEmptyEntry(content.data);
  const failed = submit.error ?? discard.error;
  return (
    <>
      {page.draft?.returned ? (
        <Notice tone="warning" title={`${page.draft.returned.by} 医師から差し戻されました`}>
          <p className="whitespace-pre-wrap">{page.draft.returned.comment}</p>
        </Notice>
      ) : null}
      <DraftNotices what="代行入力" draft={typed} />
      {failed ? <Notice tone="error" title={sentenceOf(failed)} live /> : null}
      <Card title="だれの代わりに入力しますか">
        <Select
          label="医師"
          required
          emptyLabel="選んでください"
          options={page.doctors.map((doctor) => ({ value: doctor.id, label: `${doctor.name} 医師` }))}
          value={onBehalfOfId ?? ''}
          disabled={page.visitDoctorId !== null}
          hint={
            page.visitDoctorId === null
              ? 'この医師が承認するまで、記録にも処方箋にも入りません。'
              : '診察が始まっているため、担当の医師あてになります。承認されるまで、記録にも処方箋にも入りません。'
          }
          onChange={(event) => {
            const chosen = event.target.value || null;
            typed.change((current) => ({ ...current, onBehalfOfId: chosen }));
          }}
        />
      </Card>
      <Card title="記載" padding="none">
        <SoapEditor>
          {soapParts.map(([letter, field]) => (
            <SoapRow
              key={letter}
              letter={letter}
              value={draft.soap[field]}
              onChange={(value) =>
                change((current) => ({ ...current, soap: { ...current.soap, [field]: value } }))
              }
            />
          ))}
        </SoapEditor>
      </Card>
      <ConditionEditor conditions={draft.conditions} today={today} change={change} />
      <OrderEditor
        draft={draft}
        checks={checks}
        change={change}
        onAddDrug={() => setSearching(true)}
        onOralConsent={null}
        forDoctor
      />
      <ActionBar
        label="代行入力の提出"
        status={
          <SaveState status={typed.status} savedAt={typed.savedAt ? clock(typed.savedAt) : undefined} />
        }
        actions={
          <>
            <LinkButton href={`/c/${clinic}/board`} size="xl" variant="tertiary">
              途中で離れる
            </LinkButton>
            {typed.revision > 0 ? (
              <Button size="xl" variant="tertiary" onClick={() => setDiscarding(true)}>
                消す
              </Button>
            ) : null}
            <Button
              variant="primary"
              size="xl"
              busy={submit.isPending}
              busyLabel="提出しています"
              unavailableReason={
                onBehalfOfId === null
                  ? '医師を選ぶと提出できます'
                  : empty
                    ? '何か入力すると提出できます'
                    : undefined
              }
              onClick={handOver}
            >
              医師に承認を頼む
            </Button>
          </>
        }
      />
      <Dialog open={searching} onClose={() => setSearching(false)} title="薬を足す" wide>
        <DrugSearch
          onPick={(hit) => {
            change((current) => addDrug(current, hit));
            setSearching(false);
          }}
        />
      </Dialog>
      <Dialog
        open={discarding}
        onClose={() => setDiscarding(false)}
        title="書きかけの代行入力を消しますか"
        kind="alert"
        actions={
          <>
            <Button
              variant="danger"
              size="lg"
              busy={discard.isPending}
              onClick={() => discard.mutate({ patientId, receptionId })}
            >
              消す
            </Button>
            <Button size="lg" variant="tertiary" onClick={() => setDiscarding(false)}>
              残す
            </Button>
          </>
        }
      >
        消した内容は元に戻せません。
      </Dialog>
    </>
  );
}
