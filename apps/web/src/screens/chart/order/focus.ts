/** Ids of what the keyboard is taken to when the button it stood on has gone. */
export const lineElementId = (clientId: string): string => `line-${clientId}`;
export const undoElementId = (clientId: string): string => `undo-${clientId}`;

/** Takes the keyboard to an element that is drawn next; nothing scrolls under the hand. */
export function focusSoon(id: string): void {
  requestAnimationFrame(() => {
    setTimeout(() => document.getElementById(id)?.focus({ preventScroll: true }), 0);
  });
}
