// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NumberStepper } from './number-stepper.tsx';

afterEach(cleanup);

function Dose({ start = 1, onStored }: { start?: number | null; onStored?: (value: number | null) => void }) {
  const [value, setValue] = useState<number | null>(start);
  return (
    <>
      <NumberStepper
        label="1日量"
        unit="錠"
        min={0.5}
        max={6}
        step={0.5}
        value={value}
        onChange={(next) => {
          setValue(next);
          onStored?.(next);
        }}
      />
      <button type="button" onClick={() => setValue(4)}>
        前回と同じ
      </button>
    </>
  );
}

function box(): HTMLInputElement {
  return screen.getByRole<HTMLInputElement>('spinbutton', { name: '1日量（錠）' });
}

function type(text: string) {
  fireEvent.change(box(), { target: { value: text } });
}

describe('NumberStepper', () => {
  it('tells its name, value, unit and limits', () => {
    render(<Dose />);
    expect(box().getAttribute('aria-valuenow')).toBe('1');
    expect(box().getAttribute('aria-valuetext')).toBe('1錠');
    expect(box().getAttribute('aria-valuemin')).toBe('0.5');
    expect(box().getAttribute('aria-valuemax')).toBe('6');
  });

  it('goes up and down with its buttons, whose names say by how much', () => {
    render(<Dose />);
    fireEvent.click(screen.getByRole('button', { name: '1日量を0.5錠増やす' }));
    expect(box().value).toBe('1.5');
    fireEvent.click(screen.getByRole('button', { name: '1日量を0.5錠減らす' }));
    fireEvent.click(screen.getByRole('button', { name: '1日量を0.5錠減らす' }));
    expect(box().value).toBe('0.5');
  });

  it('stops at the limit and says that the button does nothing more', () => {
    const onStored = vi.fn();
    render(<Dose start={6} onStored={onStored} />);
    const more = screen.getByRole('button', { name: '1日量を0.5錠増やす' });
    expect(more.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(more);
    expect(box().value).toBe('6');
    expect(onStored).not.toHaveBeenCalled();
  });

  it('goes up and down with the arrow keys, but not during a conversion', () => {
    render(<Dose />);
    fireEvent.keyDown(box(), { key: 'ArrowUp' });
    expect(box().value).toBe('1.5');
    fireEvent.keyDown(box(), { key: 'ArrowUp', isComposing: true });
    expect(box().value).toBe('1.5');
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    expect(box().value).toBe('1');
  });

  it('takes full-width digits and shows them half width when the box is left', () => {
    const onStored = vi.fn();
    render(<Dose onStored={onStored} />);
    type('２．５');
    expect(onStored).toHaveBeenLastCalledWith(2.5);
    expect(box().value).toBe('２．５');
    fireEvent.blur(box());
    expect(box().value).toBe('2.5');
  });

  it.each([
    ['三', '数字だけを入れてください'],
    ['7', '6錠以下にしてください'],
    ['0', '0.5錠以上にしてください'],
    ['1.2', '0.5錠きざみで入れてください'],
  ])('keeps a wrong entry (%s) in sight, stores nothing and says what to do', (typed, words) => {
    const onStored = vi.fn();
    render(<Dose onStored={onStored} />);
    type(typed);
    expect(onStored).toHaveBeenLastCalledWith(null);
    expect(box().value).toBe(typed);
    expect(box().getAttribute('aria-invalid')).toBe('true');
    const message = document.getElementById(box().getAttribute('aria-describedby') ?? '');
    expect(message?.textContent).toBe(words);
  });

  it('asks for a number when it was left empty, not before', () => {
    render(<Dose start={null} />);
    expect(screen.queryByRole('alert')).toBeNull();
    fireEvent.blur(box());
    expect(screen.getByRole('alert').textContent).toBe('数を入れてください');
  });

  it('shows a value set from outside, even over a wrong entry', () => {
    render(<Dose />);
    type('三');
    fireEvent.click(screen.getByRole('button', { name: '前回と同じ' }));
    expect(box().value).toBe('4');
    expect(box().getAttribute('aria-invalid')).toBeNull();
  });
});
