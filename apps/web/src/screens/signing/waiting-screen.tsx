'use client';

import { Card, Notice, Skeleton } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { eraDate } from '../format.ts';
import { SignMany } from './sign-many.tsx';

/** 署名待ち: the doctor's prescriptions without a signature, of whatever day, to be signed together. */
export function WaitingForSignatureScreen() {
  const trpc = useTRPC();
  // what has been signed stays in sight with its result until the page is opened anew
  const waiting = useQuery({ ...trpc.signing.waiting.queryOptions({}), refetchOnWindowFocus: false });
  return (
    <main id="main" className="mx-auto max-w-4xl px-5 py-4">
      {waiting.isError ? <Notice tone="error" title={sentenceOf(waiting.error)} live /> : null}
      {waiting.isPending ? <Skeleton label="署名待ちの処方箋を開いています" /> : null}
      {waiting.data ? (
        <Card title="署名待ちの処方箋" note={`${waiting.data.items.length}件`}>
          <SignMany
            items={waiting.data.items.map((item) => ({
              patientId: item.patientId,
              prescriptionId: item.prescriptionId,
              label: `${item.patientName}　${eraDate(item.issuedOn)}（患者番号 ${item.patientNumber}）`,
            }))}
          />
        </Card>
      ) : null}
    </main>
  );
}
