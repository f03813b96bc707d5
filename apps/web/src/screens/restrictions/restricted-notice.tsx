'use client';

import { Button, Notice } from '@shirube/ui';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { EmergencyDialog } from './emergency-dialog.tsx';

interface RestrictedNoticeProps {
  patientId: string;
  patientName: string | null;
  onOpened: () => void;
}

/** Stands where a restricted chart would: says why it is closed, and offers the way that leaves a trace. */
export function RestrictedNotice({ patientId, patientName, onOpened }: RestrictedNoticeProps) {
  const mayOpenForEmergency = useMay('emergency.access');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Notice
        tone="warning"
        title="このカルテは閲覧が制限されています"
        live
        actions={
          mayOpenForEmergency ? (
            <Button size="lg" onClick={() => setAsking(true)}>
              緊急に開く
            </Button>
          ) : null
        }
      >
        {mayOpenForEmergency
          ? '見てよい職員に加えてもらうときは、管理者に伝えてください。いますぐ必要なときは、理由を残して開けます。'
          : '見てよい職員に加えてもらうときは、管理者に伝えてください。'}
      </Notice>
      <EmergencyDialog
        open={asking}
        patientId={patientId}
        patientName={patientName}
        onClose={() => setAsking(false)}
        onOpened={() => {
          setAsking(false);
          onOpened();
        }}
      />
    </>
  );
}
