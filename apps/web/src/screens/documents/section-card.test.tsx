// @vitest-environment happy-dom
import type { ChartChoices, SectionContent } from '@shirube/core/documents/schema';
import { referralSections } from '@shirube/core/documents/sections';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { MissingList } from './missing-list.tsx';
import { SectionCard } from './section-card.tsx';

afterEach(cleanup);

const id = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const none: ChartChoices = {
  conditions: [],
  pastConditions: [],
  allergies: [],
  labReports: [],
  infectionReports: [],
  medications: [],
  notes: [],
  dischargeSummaries: [],
};
const empty = (code: string, more: Partial<SectionContent> = {}): SectionContent => ({
  code,
  include: true,
  text: '',
  emptyReason: null,
  entries: [],
  ...more,
});

let written: SectionContent;
function Card({
  code,
  begin,
  choices = none,
}: {
  code: string;
  begin: SectionContent;
  choices?: ChartChoices;
}) {
  const [section, setSection] = useState(begin);
  written = section;
  const form = referralSections.find((each) => each.code === code);
  if (!form) throw new Error(code);
  return <SectionCard form={form} section={section} choices={choices} change={setSection} />;
}

it('quotes what is ticked of the chart and drops what is ticked off, also what the chart has no more', () => {
  const choices = {
    ...none,
    conditions: [{ id: id(1), label: '高血圧症', detail: '発症 令和2年', note: null }],
  };
  const gone = { type: 'condition' as const, id: id(9) };
  render(<Card code="340" begin={empty('340', { entries: [gone] })} choices={choices} />);
  fireEvent.click(screen.getByRole('checkbox', { name: /高血圧症/ }));
  expect(written.entries).toEqual([gone, { type: 'condition', id: id(1) }]);
  fireEvent.click(screen.getByRole('checkbox', { name: /カルテにもうない記録/ }));
  expect(written.entries).toEqual([{ type: 'condition', id: id(1) }]);
});

it('says that the chart has nothing, and lets the doctor say why a section is empty', () => {
  render(<Card code="510" begin={empty('510')} />);
  expect(screen.getByText('カルテに記録がありません。')).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: '聞いていません' }));
  expect(written.emptyReason).toBe('notasked');
});

it('puts the words of a chosen visit at the end of what is written, and a phrase by one press', () => {
  const choices = {
    ...none,
    notes: [{ encounterId: id(2), on: '2026-11-01', doctorName: '山田 花子', text: '血圧 132/78' }],
  };
  const first = render(
    <Card code="360" begin={empty('360', { text: '半年前から動悸。' })} choices={choices} />,
  );
  fireEvent.click(screen.getByRole('button', { name: /診察の記録から写す/ }));
  fireEvent.click(screen.getByRole('button', { name: /血圧 132/ }));
  expect(written.text).toBe('半年前から動悸。\n【令和8年11月1日】血圧 132/78');
  first.unmount();
  render(<Card code="950" begin={empty('950')} />);
  fireEvent.click(screen.getByRole('button', { name: '精査をお願いします。' }));
  expect(written.text).toBe('精査をお願いします。');
});

it('refuses to put in more than a section holds, with a sentence, and keeps what is written', () => {
  const choices = {
    ...none,
    notes: [{ encounterId: id(2), on: '2026-11-01', doctorName: '山田 花子', text: '血圧 132/78' }],
  };
  const text = 'あ'.repeat(19_990);
  render(<Card code="360" begin={empty('360', { text })} choices={choices} />);
  fireEvent.click(screen.getByRole('button', { name: /診察の記録から写す/ }));
  fireEvent.click(screen.getByRole('button', { name: /血圧 132/ }));
  expect(written.text).toBe(text);
  expect(screen.getByText(/20,000文字までです/)).toBeDefined();
  fireEvent.change(screen.getByRole('textbox', { name: /現病歴/ }), { target: { value: '動悸。' } });
  expect(screen.queryByText(/20,000文字までです/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /診察の記録から写す/ }));
  fireEvent.click(screen.getByRole('button', { name: /血圧 132/ }));
  expect(written.text).toBe('動悸。\n【令和8年11月1日】血圧 132/78');
});

it('has rows for what the chart does not keep', () => {
  render(<Card code="550" begin={empty('550')} />);
  fireEvent.click(screen.getByRole('button', { name: '家族の病気を書き足す' }));
  fireEvent.change(screen.getByRole('textbox', { name: /続柄/ }), { target: { value: '父' } });
  fireEvent.change(screen.getByRole('textbox', { name: '病名' }), { target: { value: '心筋梗塞' } });
  expect(written.entries).toMatchObject([
    { type: 'family_history', relationship: '父', condition: '心筋梗塞', note: null },
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'この行を消す' }));
  expect(written.entries).toEqual([]);
});

it('is left out by one tick, and keeps its words for when it comes back', () => {
  render(<Card code="640" begin={empty('640', { text: '喫煙なし' })} />);
  fireEvent.click(screen.getByRole('checkbox', { name: '社会歴・生活習慣を載せる' }));
  expect(written).toMatchObject({ include: false, text: '喫煙なし' });
});

it('lists what is missing apart from what is only to be looked at', () => {
  const { rerender } = render(
    <MissingList
      missing={[
        { at: 'to', severity: 'must', message: '紹介先の医療機関が選ばれていません。' },
        { at: 'section-340', severity: 'note', message: '主病名がありません。' },
      ]}
    />,
  );
  expect(
    screen.getByRole('link', { name: '紹介先の医療機関が選ばれていません。' }).getAttribute('href'),
  ).toBe('#document-to');
  expect(screen.getByText(/このままでも確定できます/)).toBeDefined();
  rerender(<MissingList missing={[]} />);
  expect(screen.getByText('足りないものはありません')).toBeDefined();
});
