'use client';

import { Button, Notice } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

interface ReplyButtonProps {
  clinic: string;
  letterId: string;
  patientId: string;
}

/** Begins the answer to a letter and goes to where it is written. */
export function ReplyButton({ clinic, letterId, patientId }: ReplyButtonProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const start = useMutation(
    trpc.documents.start.mutationOptions({
      onSuccess: ({ documentId }) =>
        router.push(`/c/${clinic}/patients/${patientId}/documents/${documentId}`),
    }),
  );
  return (
    <>
      {start.isError ? <Notice tone="error" title={sentenceOf(start.error)} live /> : null}
      <Button
        variant="primary"
        size="xl"
        busy={start.isPending}
        onClick={() =>
          start.mutate({ patientId, encounterId: null, kind: 'reply', copyOf: null, replyTo: letterId })
        }
      >
        返書を書く
      </Button>
    </>
  );
}
