import { LinkButton, Notice } from '@shirube/ui';
import { reasonOf, sentenceOf } from '~/client/trpc.tsx';

/** What went wrong, and the way back in where the session has ended. */
export function OperatorProblem({ error }: { error: unknown }) {
  if (!error) return null;
  const ended = reasonOf(error) === 'unauthorized';
  return (
    <Notice
      tone="error"
      title={ended ? 'ログインの有効期限が切れました。もう一度ログインしてください。' : sentenceOf(error)}
      live
      actions={ended ? <LinkButton href="/operator/sign-in">運用者のログインへ</LinkButton> : undefined}
    />
  );
}
