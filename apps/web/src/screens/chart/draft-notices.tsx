'use client';

import { Button, LinkButton, Notice } from '@shirube/ui';
import { usePathname } from 'next/navigation';

/** What became of a draft elsewhere: written in another screen, or the sign-in has ended. Nothing is lost either way. */
export function DraftNotices({
  what,
  draft,
}: {
  what: '診察' | '代行入力' | '変更' | '文書';
  draft: { conflict: unknown; signedOut: boolean; resolveConflict(choice: 'mine' | 'theirs'): void };
}) {
  const here = usePathname();
  return (
    <>
      {draft.conflict ? (
        <Notice
          tone="warning"
          title={`この${what}は、別の画面でも書かれています`}
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
            <LinkButton variant="primary" href={`/sign-in?next=${encodeURIComponent(here)}`}>
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
