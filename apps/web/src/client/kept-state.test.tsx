// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useKeptState } from './kept-state.ts';
import { setCovered } from './screen-lock.ts';

afterEach(() => setCovered(false));

const typing = () => renderHook(() => useKeptState('amend:1', ''));

// @proves D5
it('brings back what was typed before the screen was covered', () => {
  const before = typing();
  act(() => before.result.current[1]('書きかけ'));
  setCovered(true);
  before.unmount();
  setCovered(false);
  const after = typing();
  expect(after.result.current[0]).toBe('書きかけ');
  after.unmount();
});

it('forgets it when the person goes to another screen', () => {
  const before = typing();
  act(() => before.result.current[1]('書きかけ'));
  before.unmount();
  expect(typing().result.current[0]).toBe('');
});
