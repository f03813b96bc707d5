'use client';

import { departmentName, departments } from '@shirube/terminology';
import { AddIcon, Button, Chip, Select } from '@shirube/ui';

/** Those most clinics have, one press each. */
const usual = ['01', '09', '10', '11', '19', '26', '27', '33', '36', '08', '06'];

interface DepartmentPickerProps {
  /** SS-MIX2 codes, the main one first */
  chosen: readonly string[];
  error: string | undefined;
  onChange: (codes: string[]) => void;
}

/** 診療科: pressed to add, the first is the main one. */
export function DepartmentPicker({ chosen, error, onChange }: DepartmentPickerProps) {
  const open = departments.filter(({ code }) => !chosen.includes(code));
  const add = (code: string) => onChange([...chosen, code]);
  return (
    <fieldset className="grid gap-3">
      <legend className="font-bold">診療科</legend>
      <p className="text-sub text-ink-2">先頭が主たる診療科です。受付と処方箋に使われます。</p>
      {error ? <p className="font-bold text-danger">{error}</p> : null}
      <ol aria-label="選んだ診療科" className="grid gap-2">
        {chosen.map((code, index) => (
          <li
            key={code}
            className="flex min-h-12 flex-wrap items-center gap-3 rounded-control border border-line bg-white px-4 py-1"
          >
            <span className="font-bold">{departmentName(code)}</span>
            {index === 0 ? <Chip tone="success">主たる診療科</Chip> : null}
            <span className="flex-1" />
            {index > 0 ? (
              <Button
                size="sm"
                variant="tertiary"
                onClick={() => onChange([code, ...chosen.filter((each) => each !== code)])}
              >
                {`${departmentName(code)}を先頭にする`}
              </Button>
            ) : null}
            <Button
              size="sm"
              variant="tertiary"
              unavailableReason={chosen.length === 1 ? '診療科は1つ以上必要です。' : undefined}
              onClick={() => onChange(chosen.filter((each) => each !== code))}
            >
              {`${departmentName(code)}を外す`}
            </Button>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        {usual
          .filter((code) => !chosen.includes(code))
          .map((code) => (
            <Button key={code} size="md" icon={<AddIcon />} onClick={() => add(code)}>
              {departmentName(code)}
            </Button>
          ))}
      </div>
      <Select
        label="ほかの診療科を加える"
        value=""
        emptyLabel="選んでください"
        options={open.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(event) => event.target.value && add(event.target.value)}
      />
    </fieldset>
  );
}
