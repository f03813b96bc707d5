// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Button } from '../controls/button.tsx';
import { type AlertTone, alertWord } from './alert-tone.ts';
import { OrderAlert } from './order-alert.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  document.getElementById('shirube-announcements')?.remove();
  vi.useRealTimers();
});

function spoken(): string[] {
  act(() => vi.advanceTimersByTime(500));
  const region = document.querySelector('[aria-live="polite"]#shirube-announcements');
  return [...(region?.children ?? [])].map((line) => line.textContent ?? '');
}

const title = 'セララ錠25mg（7/5 調剤）と一緒に使えません';

describe('OrderAlert', () => {
  it('carries kind, source and sentence in its name, so colour is never the only sign', () => {
    render(<OrderAlert tone="block" source="厚労薬局" title={title} />);
    const group = screen.getByRole('group', { name: `併用禁忌。厚労薬局。${title}` });
    expect(within(group).getByText('併用禁忌')).toBeTruthy();
    expect(within(group).getByText('厚労薬局')).toBeTruthy();
    expect(group.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  });

  it('has a word of its own for every tone', () => {
    const tones: AlertTone[] = ['block', 'duplicate', 'info', 'unknown'];
    expect(new Set(tones.map(alertWord)).size).toBe(tones.length);
    render(<OrderAlert tone="unknown" title="確認できませんでした" />);
    expect(screen.getByText('チェック未実施')).toBeTruthy();
  });

  it('reads itself out politely once and takes no focus', () => {
    render(
      <>
        <input aria-label="S" />
        <Later />
      </>,
    );
    screen.getByLabelText('S').focus();
    fireEvent.click(screen.getByText('処方する'));
    expect(spoken()).toEqual([`併用禁忌。自院・今回。${title}`]);
    expect(document.activeElement).toBe(screen.getByLabelText('S'));
  });

  it('loses none when several appear together', () => {
    render(
      <>
        <OrderAlert tone="block" title="一つめ" />
        <OrderAlert tone="duplicate" title="二つめ" />
      </>,
    );
    expect(spoken()).toEqual(['併用禁忌。一つめ', '重複投薬。二つめ']);
  });

  it('is silent for what was there on opening and for what has been answered', () => {
    render(
      <>
        <OrderAlert tone="block" title="前からある" announced={false} />
        <OrderAlert tone="block" title="答えた" resolution="やめました（山田 10:55）" />
      </>,
    );
    expect(spoken()).toEqual([]);
    expect(screen.getByText('やめました（山田 10:55）')).toBeTruthy();
  });

  it('clears the spoken words away so that nobody reads them later out of place', () => {
    render(<OrderAlert tone="block" title={title} />);
    expect(spoken()).toHaveLength(1);
    act(() => vi.advanceTimersByTime(10_000));
    expect(spoken()).toEqual([]);
  });

  it('keeps the answers as buttons inside it', () => {
    const onStop = vi.fn();
    render(
      <OrderAlert
        tone="block"
        title={title}
        facts={[{ term: '重なる期間', detail: '11/20〜11/26' }]}
        actions={<Button onClick={onStop}>この薬をやめる</Button>}
      />,
    );
    const group = screen.getByRole('group');
    expect(within(group).getByText('11/20〜11/26').tagName).toBe('DD');
    fireEvent.click(within(group).getByRole('button', { name: 'この薬をやめる' }));
    expect(onStop).toHaveBeenCalledTimes(1);
  });
});

function Later() {
  const [prescribed, setPrescribed] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setPrescribed(true)}>
        処方する
      </button>
      {prescribed ? <OrderAlert tone="block" source="自院・今回" title={title} /> : null}
    </>
  );
}
