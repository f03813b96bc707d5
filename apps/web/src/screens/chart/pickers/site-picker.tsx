'use client';

import { toSearchKey } from '@shirube/terminology';
import { ChoiceGrid, TextField } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';

/** 部位: a JAMI 部位コード (3). Everyday sites at once, all of them by a few letters. */
export function SitePicker({
  value,
  onPick,
}: {
  /** the codes chosen already */
  value: readonly string[];
  onPick: (site: { code: string; name: string }) => void;
}) {
  const trpc = useTRPC();
  const codes = useQuery({ ...trpc.masters.prescriptionCodes.queryOptions({}), staleTime: 3_600_000 });
  const [text, setText] = useState('');
  const key = toSearchKey(text);
  const sites = (codes.data?.sites ?? []).filter((site) =>
    key === '' ? site.isCommon : toSearchKey(site.name).includes(key),
  );
  return (
    <div className="grid gap-3">
      <TextField
        label="部位をさがす"
        hint="「ひじ」「右肩」などの言葉"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {codes.isSuccess && sites.length === 0 ? (
        <p>見つかりません。ほかの言葉でさがしてください。</p>
      ) : (
        <ChoiceGrid
          label={key === '' ? 'よく使う部位' : '見つかった部位'}
          choices={sites.slice(0, 60).map((site) => ({
            id: site.code,
            label: site.name,
            chosen: value.includes(site.code),
            site,
          }))}
          onPick={({ site }) => onPick({ code: site.code, name: site.name })}
        />
      )}
    </div>
  );
}
