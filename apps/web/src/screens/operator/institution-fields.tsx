'use client';

import { composeInstitutionCode, PREFECTURES } from '@shirube/terminology';
import { RadioCards, Select, TextField } from '@shirube/ui';
import type { Problems } from '../people/problems.ts';
import { scoreTables } from './words.ts';

export interface InstitutionParts {
  prefectureCode: string;
  scoreTable: (typeof scoreTables)[number]['value'];
  institutionNumber: string;
}

interface InstitutionFieldsProps {
  parts: InstitutionParts;
  problems: Problems;
  onChange: (parts: InstitutionParts) => void;
}

/** The code the parts make, or null while they make none. */
function codeOf(parts: InstitutionParts): string | null {
  try {
    return composeInstitutionCode(parts);
  } catch {
    return null;
  }
}

/** 都道府県・点数表区分・医療機関番号, and the code they make with its check digit. */
export function InstitutionFields({ parts, problems, onChange }: InstitutionFieldsProps) {
  const code = codeOf(parts);
  return (
    <div className="grid gap-5">
      <Select
        label="都道府県"
        required
        emptyLabel="選んでください"
        options={PREFECTURES.map((each) => ({ value: each.code, label: `${each.code} ${each.name}` }))}
        value={parts.prefectureCode}
        error={problems.prefectureCode}
        onChange={(event) => onChange({ ...parts, prefectureCode: event.target.value })}
      />
      <RadioCards
        label="点数表区分"
        columns={2}
        options={scoreTables}
        value={parts.scoreTable}
        onChange={(scoreTable) => onChange({ ...parts, scoreTable })}
      />
      <TextField
        label="医療機関番号"
        hint="7桁。検証番号を除いた6桁でもかまいません。"
        required
        inputMode="numeric"
        characters={10}
        value={parts.institutionNumber}
        error={problems.institutionNumber}
        onChange={(event) => onChange({ ...parts, institutionNumber: event.target.value })}
      />
      <p>
        医療機関コード　
        <output className="tabular font-bold">{code ?? '3つがそろうと、ここに出ます'}</output>
      </p>
    </div>
  );
}
