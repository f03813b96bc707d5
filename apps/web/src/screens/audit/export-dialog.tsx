'use client';

import type { AuditFilter } from '@shirube/core/audit/schema';
import { addDays } from '@shirube/terminology';
import { Button, Dialog, LinkButton, Notice, RadioCards, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

const reasons = [
  { value: '定期の点検のため', label: '定期の点検' },
  { value: '立入検査・適時調査への提出のため', label: '立入検査・適時調査への提出' },
  { value: '患者からの開示の求めのため', label: '患者からの開示の求め' },
  { value: '事故・不正の調査のため', label: '事故・不正の調査' },
  { value: 'other', label: 'そのほか（下に書く）' },
] as const;
type Reason = (typeof reasons)[number]['value'];

interface ExportDialogProps {
  open: boolean;
  clinic: string;
  today: string;
  filters: AuditFilter;
  onClose: () => void;
}

/** A file of what the filters leave, after a reason. The request stays in the trail; the file can be fetched for ten minutes. */
export function ExportDialog({ open, clinic, today, filters, onClose }: ExportDialogProps) {
  const trpc = useTRPC();
  const [reason, setReason] = useState<Reason | null>(null);
  const [text, setText] = useState('');
  const request = useMutation(trpc.audit.requestExport.mutationOptions());
  const said = reason === 'other' ? text.trim() : (reason ?? '');
  const close = () => {
    setReason(null);
    setText('');
    request.reset();
    onClose();
  };
  return (
    <Dialog open={open} onClose={close} title="監査証跡をファイルに書き出す">
      {request.data ? (
        <div className="grid gap-4">
          <Notice tone="success" title={`${request.data.rows}件を書き出せます`} live>
            10分以内に受け取ってください。ファイルには患者の氏名が入ります。受け取った後の保管と廃棄に注意してください。
          </Notice>
          <LinkButton
            variant="primary"
            size="lg"
            href={`/c/${clinic}/audit/exports/${request.data.exportId}`}
            download
          >
            ファイル（CSV）を受け取る
          </LinkButton>
        </div>
      ) : (
        <div className="grid gap-5">
          <p>
            いまのしぼりこみのまま書き出します（期間を選んでいないときは過去1年）。書き出したことと理由は、監査証跡に残ります。
          </p>
          <RadioCards<Reason> label="書き出す理由" options={reasons} value={reason} onChange={setReason} />
          {reason === 'other' ? (
            <TextField
              label="理由"
              required
              maxLength={200}
              hint="患者の氏名は書かないでください"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          ) : null}
          {request.isError ? <Notice tone="error" title={sentenceOf(request.error)} live /> : null}
          <Button
            variant="primary"
            size="lg"
            busy={request.isPending}
            unavailableReason={said === '' ? '理由を選ぶと書き出せます' : undefined}
            onClick={() =>
              request.mutate({
                ...filters,
                from: filters.from ?? addDays(today, -365),
                to: filters.to ?? today,
                reason: said,
              })
            }
          >
            書き出しを申し込む
          </Button>
        </div>
      )}
    </Dialog>
  );
}
