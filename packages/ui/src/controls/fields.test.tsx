// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ErrorSummary } from '../feedback/error-summary.tsx';
import { RadioCards } from './radio-cards.tsx';
import { Select } from './select.tsx';
import { TextArea } from './text-area.tsx';
import { TextField } from './text-field.tsx';

afterEach(cleanup);

describe('text controls', () => {
  it('are described by their hint and their error, in the order they are read', () => {
    render(<TextField label="郵便番号" hint="7けた" error="7けたの数字で入れてください" required />);
    const field = screen.getByRole('textbox', { name: /郵便番号/ });
    const described = (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent);
    expect(described).toEqual(['7けた', '7けたの数字で入れてください']);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(field.getAttribute('aria-required')).toBe('true');
    expect(field.getAttribute('autocomplete')).toBe('off');
  });

  it('hand their element to a form library', () => {
    const input = createRef<HTMLInputElement>();
    const area = createRef<HTMLTextAreaElement>();
    const select = createRef<HTMLSelectElement>();
    render(
      <>
        <TextField label="氏名" ref={input} />
        <TextArea label="目的" ref={area} />
        <Select label="診療科" options={[{ value: '01', label: '内科' }]} ref={select} />
      </>,
    );
    expect(input.current).toBe(screen.getByLabelText('氏名'));
    expect(area.current).toBe(screen.getByLabelText('目的'));
    expect(select.current).toBe(screen.getByLabelText('診療科'));
  });
});

describe('RadioCards', () => {
  it('choose nothing for the person and report the choice', () => {
    const onChange = vi.fn();
    render(
      <RadioCards
        label="続ける理由"
        value={null}
        onChange={onChange}
        options={[
          { value: 'stable', label: '以前から併用し問題がない' },
          { value: 'other', label: 'そのほか' },
        ]}
      />,
    );
    const radios = screen.getAllByRole<HTMLInputElement>('radio');
    expect(radios.some((radio) => radio.checked)).toBe(false);
    expect(new Set(radios.map((radio) => radio.name)).size).toBe(1);
    fireEvent.click(screen.getByRole('radio', { name: 'そのほか' }));
    expect(onChange).toHaveBeenCalledWith('other');
  });
});

describe('ErrorSummary', () => {
  it('takes the focus when it appears and leads to the field', () => {
    render(
      <>
        <ErrorSummary problems={[{ fieldId: 'kana', message: 'かなを入れてください' }]} />
        <TextField id="kana" label="かな" />
      </>,
    );
    expect(document.activeElement).toBe(screen.getByRole('alert'));
    fireEvent.click(screen.getByRole('link', { name: 'かなを入れてください' }));
    expect(document.activeElement).toBe(screen.getByLabelText('かな'));
  });

  it('draws nothing without a problem', () => {
    render(<ErrorSummary problems={[]} />);
    expect(document.body.textContent).toBe('');
  });
});
