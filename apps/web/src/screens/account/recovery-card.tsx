'use client';

import { Button, Card, Notice } from '@shirube/ui';
import { useState } from 'react';
import { dayAndClock } from '../format.ts';
import { RecoveryCodes } from '../sign-in/recovery-codes.tsx';
import type { Overview } from './account-screen.tsx';

const few = 3;

/** How many recovery codes are left, and new ones. */
export function RecoveryCard({ overview, onChanged }: { overview: Overview; onChanged: () => void }) {
  const [making, setMaking] = useState(false);
  const { unused, issuedAt } = overview.recoveryCodes;
  return (
    <Card title="予備コード">
      <div className="grid gap-4">
        {making ? (
          <RecoveryCodes
            doneLabel="しまいました"
            onDone={() => {
              setMaking(false);
              onChanged();
            }}
          />
        ) : (
          <>
            {unused < few ? (
              <Notice
                tone="warning"
                title={unused === 0 ? '使える予備コードがありません' : `予備コードは残り ${unused} 個です`}
              >
                スマートフォンや鍵をなくすとログインできなくなります。作り直してください。
              </Notice>
            ) : (
              <p>{`残り ${unused} 個${issuedAt ? `（${dayAndClock(issuedAt)} に作成）` : ''}`}</p>
            )}
            <div>
              <Button size="lg" onClick={() => setMaking(true)}>
                {unused === 0 ? '予備コードを作る' : '予備コードを作り直す'}
              </Button>
            </div>
          </>
        )}
      </div>
    </Card>
  );
}
