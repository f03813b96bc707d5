// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChoiceGrid } from './choice-grid.tsx';

afterEach(cleanup);

const choices = [
  { id: 'a', label: '朝食後' },
  { id: 'b', label: '夕食後', chosen: true },
  { id: 'c', label: '毎食後', detail: '1日3回' },
];

describe('ChoiceGrid', () => {
  it('picks with a click, also what is chosen already', () => {
    const onPick = vi.fn();
    render(<ChoiceGrid label="食後" choices={choices} onPick={onPick} />);
    fireEvent.click(screen.getByRole('option', { name: /毎食後/ }));
    fireEvent.click(screen.getByRole('option', { name: /夕食後/ }));
    expect(onPick.mock.calls.map(([choice]) => choice.id)).toEqual(['c', 'b']);
  });

  it('is one stop of the Tab key: arrows move, Enter picks', () => {
    const onPick = vi.fn();
    render(<ChoiceGrid label="食後" choices={choices} onPick={onPick} />);
    const first = screen.getByRole('option', { name: '朝食後' });
    first.focus();
    fireEvent.keyDown(first, { key: 'End' });
    fireEvent.keyUp(first, { key: 'End' });
    const last = screen.getByRole('option', { name: /毎食後/ });
    expect(document.activeElement).toBe(last);
    fireEvent.keyDown(last, { key: 'Enter' });
    fireEvent.keyUp(last, { key: 'Enter' });
    expect(onPick).toHaveBeenCalledTimes(1);
    expect(onPick.mock.calls[0]?.[0]).toMatchObject({ id: 'c' });
  });

  it('says which one holds now', () => {
    render(<ChoiceGrid label="食後" choices={choices} onPick={() => {}} />);
    expect(screen.getByRole('option', { name: /夕食後/ }).textContent).toContain('いま選んでいます');
    expect(screen.getByRole('option', { name: '朝食後' }).textContent).toBe('朝食後');
  });
});
