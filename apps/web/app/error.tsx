'use client';

import { Button, Notice } from '@shirube/ui';

export default function ErrorPage({ reset }: { reset: () => void }) {
  return (
    <main id="main" className="p-8">
      <Notice
        tone="error"
        title="画面を表示できませんでした"
        actions={
          <Button variant="primary" onClick={reset}>
            もう一度表示する
          </Button>
        }
      >
        入力した内容はこの端末に残っています。続くときは管理者に知らせてください。
      </Notice>
    </main>
  );
}
