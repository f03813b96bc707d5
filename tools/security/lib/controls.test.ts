import { describe, expect, it } from 'vitest';
import { byId, type Control, levelInScope, problemsOf, statusOf } from './controls.ts';

const control = (more: Partial<Control> = {}): Control => ({ id: 'D3', implementedIn: [], ...more });
const somewhere = { implementedIn: ['a.ts'] };

describe('the status of a control', () => {
  it.each([
    ['証明あり', somewhere, 1],
    ['証明あり', {}, 1],
    ['実装あり・試験なし', somewhere, 0],
    ['未実装', {}, 0],
    ['未実装', { later: 'next year' }, 0],
    ['運用', { organisational: 'the clinic' }, 0],
    ['対象外', { outOfScope: 'no such thing' }, 0],
  ] as const)('is %s', (status, more, proofs) => {
    expect(statusOf(control(more as Partial<Control>), proofs)).toBe(status);
  });

  it('never hides what is missing behind a test', () => {
    expect(statusOf(control({ ...somewhere, gap: 'half of it' }), 3)).toBe('一部');
    expect(statusOf(control({ ...somewhere, gap: 'half of it' }), 0)).toBe('一部');
    expect(statusOf(control({ gap: 'all of it' }), 0)).toBe('未実装');
  });

  it('is not organisational while the software does a part of it', () => {
    expect(statusOf(control({ ...somewhere, organisational: 'and the clinic' }), 0)).toBe(
      '実装あり・試験なし',
    );
  });
});

describe('the entry of a control', () => {
  const files: Record<string, string> = { 'a.ts': 'export const lockOut = 1;', folder: '' };
  const problems = (...implementedIn: string[]) =>
    problemsOf(control({ implementedIn }), (path) => files[path]);

  it('names places that are there', () => {
    expect(problems('a.ts', 'a.ts#lockOut', 'folder')).toEqual([]);
    expect(problems('b.ts')).toEqual(['D3: b.ts does not exist']);
  });

  it('names symbols as whole words', () => {
    expect(problems('a.ts#lock')).toEqual(['D3: a.ts has no "lock"']);
    expect(problems('folder#lockOut')).toEqual(['D3: folder has no "lockOut"']);
  });

  it('does not contradict itself', () => {
    const read = (path: string) => files[path];
    expect(problemsOf(control({ ...somewhere, outOfScope: 'no' }), read)).toHaveLength(1);
    expect(problemsOf(control({ ...somewhere, later: 'yes' }), read)).toHaveLength(1);
  });
});

describe('scope and order', () => {
  it('asks for level 3 in the chapters that are held to it, and for level 2 in all', () => {
    expect(['V6', 'V7', 'V8', 'V9', 'V10', 'V11', 'V16'].every((each) => levelInScope(each, 3))).toBe(true);
    expect(['V1', 'V3', 'V12', 'V15'].some((each) => levelInScope(each, 3))).toBe(false);
    expect(levelInScope('V12', 2)).toBe(true);
  });

  it('counts in numbers', () => {
    const ids = ['V10.4.2', 'V1.2.10', 'B1', 'A10', 'V1.2.9', 'A2', 'V10.4.16'];
    expect(ids.map((id) => ({ id })).sort(byId)).toEqual(
      ['A2', 'A10', 'B1', 'V1.2.9', 'V1.2.10', 'V10.4.2', 'V10.4.16'].map((id) => ({ id })),
    );
  });
});
