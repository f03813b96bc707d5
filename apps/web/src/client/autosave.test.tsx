// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useAutosave } from './autosave.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

/** A draft that the server holds at revision 1, written for a version; the server does not answer. */
const writing = (version: number, initial = `第${version}版の下書き`) =>
  renderHook(() =>
    useAutosave<string>({
      storageKey: 'shirube.document.1',
      owner: 'sasaki',
      initial,
      initialRevision: 1,
      initialVersion: version,
      initialSavedAt: null,
      parse: (kept) => (typeof kept === 'string' ? kept : null),
      save: () => new Promise(() => undefined),
      newestRevision: async () => 1,
    }),
  );

it('goes on with a copy that a dead tab kept of the same draft', () => {
  const before = writing(1);
  act(() => before.result.current.change(() => '書きかけ'));
  before.unmount();
  expect(writing(1).result.current).toMatchObject({ content: '書きかけ', conflict: false });
});

it('shows a copy kept of the draft of a former version as a conflict, and takes it up only when it is chosen', async () => {
  const before = writing(1);
  act(() => before.result.current.change(() => '書きかけ'));
  before.unmount();
  const next = writing(2);
  expect(next.result.current).toMatchObject({ content: '第2版の下書き', conflict: true });
  await act(async () => next.result.current.resolveConflict('mine'));
  expect(next.result.current).toMatchObject({ content: '書きかけ', conflict: false });
  next.unmount();
  expect(writing(2).result.current).toMatchObject({ content: '書きかけ', conflict: false });
});
