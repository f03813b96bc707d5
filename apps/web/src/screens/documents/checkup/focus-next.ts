import type { KeyboardEvent } from 'react';

/** Marks what holds the lines. */
export const linesOfCheckup = { 'data-checkup-lines': '' } as const;

/** Enter in a box moves to the box of the next line: results are typed from a sheet of paper. */
function focusNext(event: KeyboardEvent<HTMLInputElement>): void {
  // while a kana conversion is open, Enter belongs to it
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const from = event.currentTarget;
  const boxes = [
    ...(from.closest('[data-checkup-lines]')?.querySelectorAll<HTMLElement>('[data-checkup-box]') ?? []),
  ];
  boxes[boxes.indexOf(from) + 1]?.focus();
}

/** The box of a line. */
export const lineBox = { 'data-checkup-box': '', onKeyDown: focusNext } as const;
