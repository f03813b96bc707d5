'use client';

/** When this browser was last touched, in any of its tabs. The one clock of the idle lock (`session-guard.tsx`). */
const key = 'shirube.touched';
let touched = Date.now();
/** After this long a touch comes too late: only the unlocking brings the screen back. Milliseconds. */
let limit = Number.POSITIVE_INFINITY;

function tell(at: number): void {
  try {
    localStorage.setItem(key, String(at));
  } catch {
    // storage may be switched off: each tab then counts for itself
  }
}

/** The time of the last touch, in milliseconds. */
function lastTouch(): number {
  try {
    const elsewhere = Number(localStorage.getItem(key) ?? 0);
    if (elsewhere > touched && elsewhere <= Date.now()) touched = elsewhere;
  } catch {
    // as above
  }
  return touched;
}

/** How long ago the person last touched the screen, in milliseconds. */
export const quietMilliseconds = (): number => Math.max(0, Date.now() - lastTouch());

/** The same in seconds; told to the server with every call. */
export const quietSeconds = (): number => Math.floor(quietMilliseconds() / 1000);

/** Notes a touch, unless it comes after the limit: a computer that slept does not wake up unlocked. */
export function noteTouch(): void {
  const quiet = quietMilliseconds();
  if (quiet >= limit) return;
  touched = Date.now();
  // the other tabs hear of it at most once a second
  if (quiet > 1_000) tell(touched);
}

/** The person has just proved to be there: counting starts again. */
export function restartClock(): void {
  touched = Date.now();
  tell(touched);
}

/** Listens for touches in this tab until the returned function is called. */
export function watchTouches(limitMilliseconds: number): () => void {
  limit = limitMilliseconds;
  const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
  for (const kind of kinds) window.addEventListener(kind, noteTouch, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, noteTouch, { capture: true });
  };
}
