/**
 * What is turned away before Next sees it, because Next would answer it with a failure: addresses that are none, and methods that
 * nothing here knows. Runs in `serve.ts`, for every request.
 */
export interface TurnedAway {
  status: 400 | 405 | 414;
  /** the Allow header that belongs to a 405 */
  allow?: string;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** The longest of ours names a clinic, a patient and a visit; a query of an outside system comes next. */
const longestAddress = 2_048;

export function turnedAway(method: string, address: string): TurnedAway | null {
  if (!methods.includes(method)) return { status: 405, allow: methods.join(', ') };
  if (address.length > longestAddress) return { status: 414 };
  // a path of our own: not another host's, nothing above the root, no control characters or backslashes however written
  if (!/^\/(?![/\\])[!-[\]-~]*$/.test(address)) return { status: 400 };
  const [path = ''] = address.split('?', 1);
  try {
    const decoded = decodeURIComponent(path);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return /[\u0000-\u001f\u007f\\]/.test(decoded) || /(^|\/)\.\.(\/|$)/.test(decoded)
      ? { status: 400 }
      : null;
  } catch {
    return { status: 400 };
  }
}
