import { EmptyState, LinkButton } from '@shirube/ui';

export default function NotFound() {
  return (
    <main id="main" className="p-8">
      <EmptyState
        title="このページは見つかりません"
        actions={<LinkButton href="/">はじめの画面へ</LinkButton>}
      />
    </main>
  );
}
