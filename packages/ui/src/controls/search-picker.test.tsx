// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SearchPicker, type SearchPickerItem, type SearchState } from './search-picker.tsx';

afterEach(cleanup);

const drugs: readonly SearchPickerItem[] = [
  { id: 'a25', label: 'アムロジピン錠2.5mg', detail: 'アムロジピンベシル酸塩' },
  { id: 'a5', label: 'アムロジピン錠5mg', detail: 'アムロジピンベシル酸塩' },
  { id: 'old', label: 'アムロジン錠5mg', unavailableReason: '販売中止のため選べません' },
];

function Picker({
  onPick,
  items = drugs,
  state = 'ready',
  start = 'アムロ',
}: {
  onPick: (item: SearchPickerItem) => void;
  items?: readonly SearchPickerItem[];
  state?: SearchState;
  start?: string;
}) {
  const [query, setQuery] = useState(start);
  return (
    <SearchPicker
      label="薬をさがす"
      query={query}
      onQueryChange={setQuery}
      items={items.filter((item) => item.label.includes(query))}
      onPick={onPick}
      state={state}
    />
  );
}

function box(): HTMLElement {
  return screen.getByRole('searchbox', { name: '薬をさがす' });
}

function key(name: string, more: KeyboardEventInit = {}) {
  fireEvent.keyDown(box(), { key: name, ...more });
  fireEvent.keyUp(box(), { key: name, ...more });
}

describe('SearchPicker', () => {
  it('offers what was found as options and says how many there are', () => {
    render(<Picker onPick={() => {}} />);
    const list = screen.getByRole('listbox', { name: '薬をさがすの候補' });
    expect(within(list).getAllByRole('option')).toHaveLength(3);
    expect(screen.getByRole('status').textContent).toBe('3件見つかりました');
  });

  it('puts rows under their headings, in the order in which the headings first stand', () => {
    const inSections = drugs.map((drug, index) => ({
      ...drug,
      section: index === 1 ? 'ほか' : '最近使った',
    }));
    render(<Picker onPick={() => {}} items={inSections} />);
    const groups = screen.getAllByRole('group').filter((group) => group.getAttribute('aria-label'));
    expect(groups.map((group) => group.getAttribute('aria-label'))).toEqual(['最近使った', 'ほか']);
    expect(within(groups[0] as HTMLElement).getAllByRole('option')).toHaveLength(2);
  });

  it('picks with a click', () => {
    const onPick = vi.fn();
    render(<Picker onPick={onPick} />);
    fireEvent.click(screen.getByRole('option', { name: /アムロジピン錠5mg/ }));
    expect(onPick).toHaveBeenCalledTimes(1);
    expect(onPick).toHaveBeenCalledWith(drugs[1]);
  });

  it('does not pick the first answer when Enter is pressed after typing', () => {
    const onPick = vi.fn();
    render(<Picker onPick={onPick} />);
    box().focus();
    fireEvent(box(), new InputEvent('beforeinput', { inputType: 'insertText', bubbles: true }));
    fireEvent.change(box(), { target: { value: 'アムロジピン' } });
    expect(box().getAttribute('aria-activedescendant')).toBeNull();
    key('Enter');
    expect(onPick).not.toHaveBeenCalled();
  });

  it('picks the row the arrow keys have reached, and only then', () => {
    const onPick = vi.fn();
    render(<Picker onPick={onPick} />);
    box().focus();
    key('ArrowDown');
    key('ArrowDown');
    const reached = document.getElementById(box().getAttribute('aria-activedescendant') ?? '');
    expect(reached?.textContent).toContain('アムロジピン錠5mg');
    key('Enter');
    expect(onPick).toHaveBeenCalledTimes(1);
    expect(onPick).toHaveBeenCalledWith(drugs[1]);
  });

  it('ignores the Enter that ends a Japanese conversion', () => {
    const onPick = vi.fn();
    render(<Picker onPick={onPick} />);
    box().focus();
    key('ArrowDown');
    key('Enter', { isComposing: true });
    key('Enter', { keyCode: 229 });
    expect(onPick).not.toHaveBeenCalled();
  });

  it('never submits the form around it with Enter', () => {
    const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <Picker onPick={() => {}} />
      </form>,
    );
    box().focus();
    expect(fireEvent.keyDown(box(), { key: 'Enter' })).toBe(false);
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it('shows why a row cannot be picked and does not pick it', () => {
    const onPick = vi.fn();
    render(<Picker onPick={onPick} />);
    const stopped = screen.getByRole('option', { name: /アムロジン錠5mg/ });
    expect(stopped.textContent).toContain('販売中止のため選べません');
    expect(stopped.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(stopped);
    expect(onPick).not.toHaveBeenCalled();
  });

  it('says that nothing was found, and what to try', () => {
    render(<Picker onPick={() => {}} items={[]} />);
    expect(screen.queryByRole('option')).toBeNull();
    expect(screen.getByRole('status').textContent).toContain('見つかりません');
  });

  it('tells a failed search from an empty one', () => {
    render(<Picker onPick={() => {}} items={[]} state="failed" />);
    expect(screen.getByRole('alert').textContent).toContain('さがせませんでした');
    expect(document.body.textContent).not.toContain('見つかりません');
  });

  it('empties the box with a button that has a word on it', () => {
    render(<Picker onPick={() => {}} />);
    const clear = screen.getByRole('button', { name: /消す/ });
    expect(clear.textContent).toBe('消す');
    fireEvent.click(clear);
    expect((box() as HTMLInputElement).value).toBe('');
  });

  it('keeps the browser from offering what was typed for another patient', () => {
    render(<Picker onPick={() => {}} />);
    expect(box().getAttribute('autocomplete')).toBe('off');
  });
});
