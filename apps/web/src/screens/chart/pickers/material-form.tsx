'use client';

import { Button, TextField } from '@shirube/ui';
import { useState } from 'react';

export interface MaterialPick {
  name: string;
  unit: string;
}

const nothing: MaterialPick = { name: '', unit: '' };

/**
 * 医療材料 (注射針, 自己血糖測定の電極 …) by name and unit: the drug master has none of them, and the prescription file writes them without a
 * code. They take part in no check of drugs.
 */
export function MaterialForm({ onPick }: { onPick: (material: MaterialPick) => void }) {
  const [open, setOpen] = useState(false);
  const [material, setMaterial] = useState(nothing);
  const name = material.name.trim();
  const unit = material.unit.trim();
  if (!open) return <Button onClick={() => setOpen(true)}>医療材料（注射針など）を足す</Button>;
  return (
    <section aria-label="医療材料を足す" className="grid gap-3 rounded-control border border-line px-4 py-4">
      <div className="grid gap-3 md:grid-cols-[2fr_1fr]">
        <TextField
          label="医療材料の名前"
          value={material.name}
          onChange={(event) => setMaterial({ ...material, name: event.target.value })}
          maxLength={40}
        />
        <TextField
          label="単位（本・個・枚など）"
          value={material.unit}
          onChange={(event) => setMaterial({ ...material, unit: event.target.value })}
          maxLength={6}
        />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          unavailableReason={name === '' || unit === '' ? '名前と単位を入れると足せます' : undefined}
          onClick={() => {
            onPick({ name, unit });
            setMaterial(nothing);
            setOpen(false);
          }}
        >
          この医療材料を足す
        </Button>
        <p className="text-sub text-ink-2">薬ではないので、重複や禁忌のチェックの対象になりません。</p>
      </div>
    </section>
  );
}
