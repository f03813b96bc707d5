'use client';

/**
 * The code on its way through the sign-in page, for somebody who has a sign-in already: in this tab only, and gone when it has been
 * read once.
 */
const key = 'shirube.invitation';

export function keepCode(code: string): void {
  try {
    sessionStorage.setItem(key, code);
  } catch {
    // it is typed again
  }
}

/** The code behind # of the address, or the kept one; either is taken away from where it stood. */
export function takeCode(): string {
  const inAddress = decodeURIComponent(window.location.hash.slice(1));
  if (inAddress !== '') {
    window.history.replaceState(null, '', window.location.pathname);
    return inAddress;
  }
  try {
    const kept = sessionStorage.getItem(key) ?? '';
    sessionStorage.removeItem(key);
    return kept;
  } catch {
    return '';
  }
}
