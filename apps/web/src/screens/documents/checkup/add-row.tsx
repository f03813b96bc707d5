'use client';

import { addableRows, type CheckupContent, type CheckupRow } from '@shirube/core/documents/checkup-lines';
import { Button, Card, Select } from '@shirube/ui';
import { useState } from 'react';

/** Items beyond those of the program. */
export function AddRow({
  content,
  rows,
  update,
}: {
  content: CheckupContent;
  rows: readonly CheckupRow[];
  update: (next: (before: CheckupContent) => CheckupContent) => void;
}) {
  const [chosen, setChosen] = useState('');
  const addable = addableRows(rows, content);
  return (
    <Card title="ほかの項目">
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label="加える項目"
          emptyLabel="選んでください"
          options={addable.map(({ key, name }) => ({ value: key, label: name }))}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        />
        <Button
          unavailableReason={chosen === '' ? '項目を選ぶと加えられます' : undefined}
          onClick={() => {
            update((before) => ({ ...before, addedRows: [...before.addedRows, chosen] }));
            setChosen('');
          }}
        >
          この項目を加える
        </Button>
      </div>
    </Card>
  );
}
