/** A control as `guideline-controls.json` and `asvs-requirements.json` state it. */
export interface Control {
  id: string;
  /** where it is implemented: a path from the root, or `path#symbol` when one name in the file is meant */
  implementedIn: string[];
  /** why it does not apply to this product */
  outOfScope?: string;
  /** what the clinic or the operator does instead of software */
  organisational?: string;
  /** planned, and not begun */
  later?: string;
  /** what is still missing of something that is there */
  gap?: string;
}

export interface GuidelineControl extends Control {
  ja: string;
  en: string;
}

export interface Requirement extends Control {
  /** the lowest ASVS level that asks for it */
  level: 1 | 2 | 3;
  statement: string;
}

export interface Chapter {
  id: string;
  name: string;
  /** why nothing of the chapter applies */
  outOfScope?: string;
  requirements: Requirement[];
}

export const statuses = ['証明あり', '一部', '実装あり・試験なし', '未実装', '運用', '対象外'] as const;
export type Status = (typeof statuses)[number];

/** Chapters whose level 3 is in scope too: authentication, sessions, authorization, tokens, OAuth, cryptography, logging. */
const highest = new Set(['V6', 'V7', 'V8', 'V9', 'V10', 'V11', 'V16']);

/** True when the level of a requirement is one this product holds itself to. */
export const levelInScope = (chapter: string, level: number): boolean => level <= 2 || highest.has(chapter);

/**
 * What may be said of a control. A test that passes says more than a path, a path more than an intention; a named gap is never
 * hidden behind either.
 */
export function statusOf(control: Control, proofs: number): Status {
  if (control.outOfScope) return '対象外';
  const there = proofs > 0 || control.implementedIn.length > 0;
  if (there && control.gap) return '一部';
  if (proofs > 0) return '証明あり';
  if (there) return '実装あり・試験なし';
  return control.organisational ? '運用' : '未実装';
}

/** What is wrong with a control's own entry. `read` gives the text of a file, '' of a folder, undefined of nothing. */
export function problemsOf(control: Control, read: (path: string) => string | undefined): string[] {
  const problems: string[] = [];
  const say = (text: string) => problems.push(`${control.id}: ${text}`);
  if (control.outOfScope && control.implementedIn.length > 0)
    say('out of scope, and yet implemented somewhere');
  if (control.later && control.implementedIn.length > 0)
    say('planned for later, and yet implemented somewhere');
  for (const where of control.implementedIn) {
    const [path = '', symbol] = where.split('#');
    const text = read(path);
    if (text === undefined) say(`${path} does not exist`);
    else if (symbol !== undefined && !text.split(/[^\w$]+/).includes(symbol))
      say(`${path} has no "${symbol}"`);
  }
  return problems;
}

/** A1 before A2 before A10 before B1; V1.2.9 before V1.2.10. */
export function byId(a: { id: string }, b: { id: string }): number {
  return a.id.localeCompare(b.id, 'en', { numeric: true });
}
