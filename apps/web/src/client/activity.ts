'use client';

/** When this browser was last touched, in any of its tabs. The one clock of the idle lock (`idle-guard.tsx`). */
const key = 'shirube.touched';
let touched = Date.now();

/** Notes a touch. Told to the other tabs at most once a second. */
export function noteTouch(): void {
  const now = Date.now();
  const tell = now - touched > 1_000;
  touched = now;
  if (!tell) return;
  try {
    localStorage.setItem(key, String(now));
  } catch {
    // storage may be switched off: each tab then counts for itself
  }
}

/** The time of the last touch, in milliseconds. */
export function lastTouch(): number {
  try {
    const elsewhere = Number(localStorage.getItem(key) ?? 0);
    if (elsewhere > touched && elsewhere <= Date.now()) touched = elsewhere;
  } catch {
    // as above
  }
  return touched;
}

/** How long ago the person last touched the screen; told to the server with every call. */
export const quietSeconds = (): number => Math.max(0, Math.floor((Date.now() - lastTouch()) / 1000));

/** Listens for touches in this tab until the returned function is called. */
export function watchTouches(): () => void {
  const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
  for (const kind of kinds) window.addEventListener(kind, noteTouch, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, noteTouch, { capture: true });
  };
}
