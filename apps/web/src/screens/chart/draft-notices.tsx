'use client';

import { Button, LinkButton, Notice } from '@shirube/ui';
import type { useEncounterDraft } from './use-encounter-draft.ts';

/** What became of the draft elsewhere: written in another screen, or the sign-in has ended. Nothing is lost either way. */
export function DraftNotices({
  draft,
  back,
}: {
  draft: ReturnType<typeof useEncounterDraft>;
  /** the address to come back to after signing in */
  back: string;
}) {
  return (
    <>
      {draft.conflict ? (
        <Notice
          tone="warning"
          title="この診察は、別の画面でも書かれています"
          live
          actions={
            <>
              <Button variant="primary" onClick={() => draft.resolveConflict('mine')}>
                この画面の内容を使う
              </Button>
              <Button onClick={() => draft.resolveConflict('theirs')}>保存されている内容を使う</Button>
            </>
          }
        >
          どちらの内容も残っています。使うほうを選んでください。
        </Notice>
      ) : null}
      {draft.signedOut ? (
        <Notice
          tone="warning"
          title="ログインの有効期限が切れました"
          live
          actions={
            <LinkButton variant="primary" href={`/sign-in?next=${encodeURIComponent(back)}`}>
              ログインして続ける
            </LinkButton>
          }
        >
          入力した内容はこの端末に残っています。ログインすると続きから書けます。
        </Notice>
      ) : null}
    </>
  );
}
