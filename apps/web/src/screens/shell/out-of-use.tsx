'use client';

import { Button, LinkButton, Notice } from '@shirube/ui';
import { signOut } from 'next-auth/react';

interface OutOfUseProps {
  places: readonly { tenantName: string; state: 'suspended' | 'closed' }[];
  /** the person has another clinic to go to */
  hasAnother: boolean;
}

/** A clinic that is suspended or closed says so to its own people, and nothing more. */
export function OutOfUse({ places, hasAnother }: OutOfUseProps) {
  return (
    <main id="main" className="mx-auto grid max-w-2xl gap-4 p-8">
      <h1 className="text-head font-bold">利用できません</h1>
      {places.map((place) => (
        <Notice
          key={place.tenantName}
          tone="warning"
          title={`${place.tenantName}${place.state === 'closed' ? 'は閉じられています' : 'の利用は停止されています'}`}
        >
          {place.state === 'closed'
            ? '記録は法令の定める期間、保存されています。必要なときは、Shirube の運用者に連絡してください。'
            : '記録は残っています。医療機関の管理者か、Shirube の運用者に確かめてください。'}
        </Notice>
      ))}
      <div className="flex flex-wrap gap-3">
        {hasAnother ? (
          <LinkButton href="/" size="lg">
            ほかの医療機関へ進む
          </LinkButton>
        ) : null}
        <Button size="lg" variant="tertiary" onClick={() => signOut({ callbackUrl: '/sign-in' })}>
          ログアウト
        </Button>
      </div>
    </main>
  );
}
