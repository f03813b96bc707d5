// @vitest-environment happy-dom
import type { CareContent, ChartChoices, DocumentContent } from '@shirube/core/documents/schema';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { CareFields } from './care-fields.tsx';

afterEach(cleanup);

const id = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const named = (digit: number, label: string) => ({ id: id(digit), label, detail: '', note: null });
const choices: ChartChoices = {
  conditions: [named(1, '高血圧症')],
  pastConditions: [named(2, '肺炎'), named(3, '胃炎')],
  allergies: [],
  labReports: [],
  infectionReports: [],
  medications: [],
  notes: [],
  dischargeSummaries: [],
};

let written: CareContent;
function Fields({ begin }: { begin: string[] }) {
  const [content, setContent] = useState<DocumentContent>({
    kind: 'care_summary',
    category: 'OUTPATIENT',
    planCategory: 'followup-plan',
    periodStart: '2026-11-20',
    periodEnd: null,
    plan: '',
    conditionIds: begin,
  });
  written = content as CareContent;
  return (
    <CareFields
      place={{ clinic: 'c', patientId: id(8), documentId: id(9) }}
      content={written}
      choices={choices}
      checkup={{ view: null, person: { birthDate: '1980-01-31', sex: 'female' } }}
      files={[]}
      isConfirmed={false}
      change={setContent}
      onFiles={() => {}}
    />
  );
}

it('shows every disease that is chosen, also one that ended or is gone, so that it can be taken away', () => {
  render(<Fields begin={[id(1), id(2), id(7)]} />);
  expect(screen.queryByRole('checkbox', { name: /胃炎/ })).toBeNull();
  fireEvent.click(screen.getByRole('checkbox', { name: /肺炎/ }));
  fireEvent.click(screen.getByRole('checkbox', { name: /カルテにもうない記録/ }));
  expect(written.conditionIds).toEqual([id(1)]);
});
