'use client';

import type { CheckupRow } from '@shirube/core/documents/checkup-lines';
import { TextArea, TextField, ToggleButton } from '@shirube/ui';
import { lineBox } from './focus-next.ts';

/** The control for a value by its kind: a box with its unit, large buttons, words, a date. */
export function CheckupValue({
  row,
  value,
  onChange,
}: {
  row: CheckupRow;
  value: string;
  onChange: (value: string) => void;
}) {
  switch (row.kind) {
    case 'quantity':
      return (
        <TextField
          {...lineBox}
          label={row.name}
          labelHidden
          inputMode="decimal"
          maxLength={16}
          characters={8}
          unit={row.unit ?? undefined}
          value={value}
          onChange={(event) => onChange(event.target.value.normalize('NFKC').trim())}
        />
      );
    case 'coded':
      return (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">{row.name}</legend>
          {row.choices.map(({ code, name }) => (
            <ToggleButton
              key={code}
              pressed={value === code}
              onPress={(pressed) => onChange(pressed ? code : '')}
            >
              {name}
            </ToggleButton>
          ))}
        </fieldset>
      );
    case 'date':
      return (
        <TextField
          {...lineBox}
          label={row.name}
          labelHidden
          type="date"
          characters={16}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'text':
      return (
        <TextArea
          label={row.name}
          labelHidden
          rows={1}
          maxLength={2_000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
