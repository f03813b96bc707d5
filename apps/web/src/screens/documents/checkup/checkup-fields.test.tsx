// @vitest-environment happy-dom
import type { CheckupContent, CheckupRow } from '@shirube/core/documents/checkup-lines';
import type { DocumentContent } from '@shirube/core/documents/schema';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { CheckupFields } from './checkup-fields.tsx';

afterEach(cleanup);

const line = (key: string, name: string, more: Partial<CheckupRow> = {}): CheckupRow => ({
  key,
  codeSystem: 'checkup',
  name,
  kind: 'quantity',
  isQuestion: false,
  unit: null,
  ucum: null,
  choiceTable: null,
  choices: [],
  methods: [{ itemCode: key, method: null }],
  group: null,
  finding: null,
  ...more,
});
const rows = [
  line('9N001000000000001', '身長', { unit: 'cm' }),
  line('9N006000000000001', '体重', { unit: 'kg' }),
  line('9N011000000000001', 'BMI', { unit: 'kg/m2' }),
  line('9N056000000000011', '既往歴', {
    kind: 'coded',
    choices: [
      { code: '1', name: '特記すべきことあり', ordinal: null },
      { code: '2', name: '特記すべきことなし', ordinal: null },
    ],
    finding: { code: '9N056160400000049', name: '具体的な既往歴' },
  }),
];
const begun: CheckupContent = {
  kind: 'checkup',
  program: 'special',
  reportCategory: '10',
  programCode: '010',
  examinedOn: '2026-11-20',
  setting: 'individual',
  ticketNumber: '',
  entries: [
    {
      itemCode: '9N001000000000001',
      state: 'value',
      value: '162.3',
      reason: '',
      finding: '',
      source: { kind: 'measure', on: '2026-11-10', referenceLow: null, referenceHigh: null },
    },
  ],
  addedRows: [],
  judgement: '',
};

let last: CheckupContent;
function Editor() {
  const [content, setContent] = useState<DocumentContent>(begun);
  if (content.kind !== 'checkup') return null;
  last = content;
  return (
    <CheckupFields
      place={{ clinic: 'shirube', patientId: 'p', documentId: 'd' }}
      content={content}
      choices={{} as never}
      checkup={{
        view: { rows, previous: { on: '2025-11-20', values: [{ row: rows[1]?.key ?? '', text: '66 kg' }] } },
        person: { birthDate: '1980-01-01', sex: 'female' },
      }}
      files={[]}
      isConfirmed={false}
      change={setContent}
      onFiles={() => {}}
    />
  );
}
const box = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });

it('shows where a value comes from and the last one beside it, and goes on with Enter', () => {
  render(<Editor />);
  expect(box('身長').value).toBe('162.3');
  expect(screen.getByText(/カルテの計測/)).toBeDefined();
  expect(screen.getByText('前回 66 kg')).toBeDefined();
  box('身長').focus();
  fireEvent.keyDown(box('身長'), { key: 'Enter' });
  expect(document.activeElement).toBe(box('体重'));
});

it('computes, judges in words, and takes what is typed in full width', () => {
  render(<Editor />);
  fireEvent.change(box('体重'), { target: { value: '６８．５' } });
  expect(box('体重').value).toBe('68.5');
  expect(box('BMI').value).toBe('26.0');
  expect(screen.getByText('身長と体重から計算')).toBeDefined();
  expect(screen.getByText('保健指導の値（25以上）')).toBeDefined();
  expect(last.entries.map(({ itemCode }) => itemCode)).not.toContain('9N011000000000001');
  fireEvent.change(box('身長'), { target: { value: '16.23' } });
  expect(screen.getByText(/「身長」の値/)).toBeDefined();
});

it('chooses by buttons, asks for the words only where there is something to say, and takes a choice back', () => {
  render(<Editor />);
  const history = within(screen.getByRole('group', { name: '既往歴' }));
  fireEvent.click(history.getByRole('button', { name: '特記すべきことなし' }));
  expect(screen.queryByRole('textbox', { name: '具体的な既往歴' })).toBeNull();
  fireEvent.click(history.getByRole('button', { name: '特記すべきことあり' }));
  fireEvent.change(box('具体的な既往歴'), { target: { value: 'ヘルニア' } });
  expect(last.entries).toContainEqual(
    expect.objectContaining({ itemCode: '9N056000000000011', value: '1', finding: 'ヘルニア' }),
  );
  fireEvent.click(history.getByRole('button', { name: '特記すべきことあり' }));
  expect(history.getByRole('button', { name: '特記すべきことあり' }).getAttribute('aria-pressed')).toBe(
    'false',
  );
  // the words stay where they were typed
  expect(box('具体的な既往歴').value).toBe('ヘルニア');
});

it('says 未実施 with a reason, and keeps the result for whoever slipped', () => {
  render(<Editor />);
  fireEvent.click(within(screen.getByRole('group', { name: '身長の状態' })).getByLabelText('未実施'));
  expect(box('身長が未実施の理由').value).toBe('');
  fireEvent.click(screen.getByRole('button', { name: '本人の希望' }));
  expect(last.entries).toContainEqual(
    expect.objectContaining({
      itemCode: '9N001000000000001',
      state: 'not_done',
      reason: '本人の希望',
      value: '162.3',
      source: null,
    }),
  );
});

it('writes the judgement by clicks, each sentence once', () => {
  render(<Editor />);
  const button = screen.getByRole('button', { name: '精密検査を受けてください。' });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(last.judgement).toBe('精密検査を受けてください。');
});
