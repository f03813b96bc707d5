'use client';

import type { EntryContent } from '@shirube/core/documents/schema';
import { Button, TextField } from '@shirube/ui';

type RowType = 'procedure' | 'immunization' | 'family_history';
type Row = Extract<EntryContent, { type: RowType }>;

const words: Record<RowType, { add: string; remove: string }> = {
  procedure: { add: '1つ書き足す', remove: 'この行を消す' },
  immunization: { add: '予防接種を書き足す', remove: 'この予防接種を消す' },
  family_history: { add: '家族の病気を書き足す', remove: 'この行を消す' },
};

function emptyRow(type: RowType): Row {
  const id = crypto.randomUUID();
  if (type === 'procedure') return { type, id, name: '', performedOn: null, note: null };
  if (type === 'immunization') return { type, id, vaccine: '', givenOn: null, note: null };
  return { type, id, relationship: '', condition: '', note: null };
}

/** Rows that the chart does not have: 手術, 処置, 予防接種, 家族歴. */
export function EntryRows({
  type,
  entries,
  onChange,
}: {
  type: RowType;
  entries: readonly EntryContent[];
  onChange: (entries: EntryContent[]) => void;
}) {
  const put = (row: Row) => onChange(entries.map((each) => (each.id === row.id ? row : each)));
  return (
    <div className="grid gap-3">
      {entries
        .filter((each): each is Row => each.type === type)
        .map((row, index) => (
          <fieldset key={row.id} className="grid gap-3 rounded-control border border-line p-3">
            <legend className="px-1 text-sub text-ink-2">{`${index + 1}つめ`}</legend>
            <Fields row={row} put={put} />
            <p>
              <Button
                variant="tertiary"
                onClick={() => onChange(entries.filter((each) => each.id !== row.id))}
              >
                {words[type].remove}
              </Button>
            </p>
          </fieldset>
        ))}
      <p>
        <Button onClick={() => onChange([...entries, emptyRow(type)])}>{words[type].add}</Button>
      </p>
    </div>
  );
}

function Fields({ row, put }: { row: Row; put: (row: Row) => void }) {
  const note = (
    <TextField
      label="メモ"
      maxLength={200}
      value={row.note ?? ''}
      onChange={(event) => put({ ...row, note: event.target.value === '' ? null : event.target.value })}
    />
  );
  const day = (label: string, value: string | null, set: (day: string | null) => void) => (
    <TextField
      label={label}
      type="date"
      characters={16}
      value={value ?? ''}
      onChange={(event) => set(event.target.value === '' ? null : event.target.value)}
    />
  );
  if (row.type === 'procedure')
    return (
      <>
        <TextField
          label="名前"
          maxLength={200}
          value={row.name}
          onChange={(event) => put({ ...row, name: event.target.value })}
        />
        {day('行った日', row.performedOn, (performedOn) => put({ ...row, performedOn }))}
        {note}
      </>
    );
  if (row.type === 'immunization')
    return (
      <>
        <TextField
          label="ワクチン"
          maxLength={200}
          value={row.vaccine}
          onChange={(event) => put({ ...row, vaccine: event.target.value })}
        />
        {day('受けた日', row.givenOn, (givenOn) => put({ ...row, givenOn }))}
        {note}
      </>
    );
  return (
    <>
      <TextField
        label="続柄（父・母など）"
        maxLength={200}
        characters={20}
        value={row.relationship}
        onChange={(event) => put({ ...row, relationship: event.target.value })}
      />
      <TextField
        label="病名"
        maxLength={200}
        value={row.condition}
        onChange={(event) => put({ ...row, condition: event.target.value })}
      />
      {note}
    </>
  );
}
