'use client';

import { type EmergencyReason, emergencyMinutes, emergencyReasons } from '@shirube/core/restrictions/schema';
import { Button, Dialog, Notice, RadioCards, TextField } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

interface EmergencyDialogProps {
  open: boolean;
  patientId: string;
  /** null where the name is not known yet: by an address typed by hand */
  patientName: string | null;
  onClose: () => void;
  onOpened: () => void;
}

const choices = (Object.keys(emergencyReasons) as EmergencyReason[]).map((value) => ({
  value,
  label: emergencyReasons[value],
}));

/** 緊急の閲覧: the reason first, then the chart, for half an hour; an administrator looks at it afterwards. */
export function EmergencyDialog({ open, patientId, patientName, onClose, onOpened }: EmergencyDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reasonCode, setReasonCode] = useState<EmergencyReason | null>(null);
  const [reasonText, setReasonText] = useState('');
  const request = useMutation(
    trpc.restrictions.openEmergency.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.restrictions.liveEmergencies.queryFilter());
        onOpened();
      },
    }),
  );
  const missing =
    reasonCode === null || reasonText.trim() === '' ? '理由を選び、短く書くと開けます' : undefined;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      kind="alert"
      title={patientName ? `${patientName} さんのカルテを緊急に開く` : 'カルテを緊急に開く'}
      actions={
        <>
          <Button
            size="lg"
            variant="primary"
            busy={request.isPending}
            unavailableReason={missing}
            onClick={() =>
              reasonCode && request.mutate({ patientId, reasonCode, reasonText: reasonText.trim() })
            }
          >
            {`理由を残して${emergencyMinutes}分だけ開く`}
          </Button>
          <Button size="lg" variant="tertiary" onClick={onClose}>
            開かない
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <p>
          このカルテは、決められた職員だけが開けます。開いたことと理由は記録に残り、管理者が翌日までに確かめます。
        </p>
        <RadioCards<EmergencyReason>
          label="開く理由"
          options={choices}
          value={reasonCode}
          onChange={setReasonCode}
          columns={2}
        />
        <TextField
          label="くわしい理由"
          hint="例：救急搬送の連絡あり、意識なし"
          required
          maxLength={200}
          value={reasonText}
          onChange={(event) => setReasonText(event.target.value)}
        />
        {request.isError ? <Notice tone="error" title={sentenceOf(request.error)} live /> : null}
      </div>
    </Dialog>
  );
}
