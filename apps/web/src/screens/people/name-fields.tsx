import { TextField } from '@shirube/ui';
import type { Problems } from './problems.ts';

export interface Names {
  familyName: string;
  givenName: string;
  familyKana: string;
  givenKana: string;
}

export const noNames: Names = { familyName: '', givenName: '', familyKana: '', givenKana: '' };

interface NameFieldsProps {
  names: Names;
  problems: Problems;
  onChange: (names: Names) => void;
}

const fields: { key: keyof Names; label: string }[] = [
  { key: 'familyName', label: '姓' },
  { key: 'givenName', label: '名' },
  { key: 'familyKana', label: '姓のカナ' },
  { key: 'givenKana', label: '名のカナ' },
];

/** Name and kana, in the order in which they are said. */
export function NameFields({ names, problems, onChange }: NameFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map(({ key, label }) => (
        <TextField
          key={key}
          label={label}
          required
          error={problems[key]}
          value={names[key]}
          onChange={(event) => onChange({ ...names, [key]: event.target.value })}
        />
      ))}
    </div>
  );
}
