'use client';

import { toSearchKey } from '@shirube/terminology';
import { Button, Dialog, TextField } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';

interface Usage {
  code: string;
  text: string;
  shortText: string;
  formClass: string;
  timesPerDay: number | null;
}

interface UsageDialogProps {
  open: boolean;
  formClass: string;
  onClose: () => void;
  onPick: (usage: Usage) => void;
}

/** Picking a 用法: everyday ones first as large buttons, the rest by a few letters. Always a JAMI code. */
export function UsageDialog({ open, formClass, onClose, onPick }: UsageDialogProps) {
  const trpc = useTRPC();
  const usages = useQuery({ ...trpc.masters.usages.queryOptions({}), staleTime: 3_600_000, enabled: open });
  const [text, setText] = useState('');
  const key = toSearchKey(text);
  const shown = (usages.data ?? [])
    .filter((usage) => (text === '' ? usage.isCommon && usage.formClass === formClass : true))
    .filter((usage) => text === '' || toSearchKey(`${usage.shortText}${usage.text}`).includes(key))
    .slice(0, 24);
  return (
    <Dialog open={open} onClose={onClose} title="用法を選ぶ">
      <div className="grid gap-4">
        <TextField
          label="ほかの用法をさがす"
          hint="「就寝前」「毎食後」などの言葉"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="grid grid-cols-1 gap-2 sm:grid-cols-2">
          {shown.map((usage) => (
            <li key={usage.code}>
              <Button size="lg" fullWidth variant="tertiary" onClick={() => onPick(usage)}>
                {usage.shortText}
              </Button>
            </li>
          ))}
        </ul>
        {usages.isSuccess && shown.length === 0 ? (
          <p>見つかりません。ほかの言葉でさがしてください。</p>
        ) : null}
      </div>
    </Dialog>
  );
}
