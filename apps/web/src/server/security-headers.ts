/**
 * What every answer tells the browser about trust. Put on by `proxy.ts`, which runs before every page, file and API call;
 * what it sets wins over what a route sets, so nothing behind it can loosen a rule.
 */

/** A year and all subdomains: what HSTS preload lists ask for (ASVS 5.0 V3.4.1). */
const strictTransport = 'max-age=31536000; includeSubDomains';

/** Nothing but passkeys is used of what a browser could offer a page. */
const permissionsPolicy = `
  accelerometer autoplay bluetooth browsing-topics camera display-capture fullscreen geolocation gyroscope hid idle-detection
  local-fonts magnetometer microphone midi payment picture-in-picture screen-wake-lock serial storage-access usb
  xr-spatial-tracking`
  .trim()
  .split(/\s+/)
  .map((feature) => `${feature}=()`)
  .concat('publickey-credentials-get=(self)', 'publickey-credentials-create=(self)')
  .join(', ');

/** What an answer is, by its address: the policy of a page, of a file shown by the browser's own viewer, of data. */
export type AnswerKind = 'page' | 'file' | 'api';

/**
 * Files have an address of their own shape. Chrome shows a PDF in a page it makes itself, and applies the file's
 * policy to it: `object-src 'none'` or a strict `style-src` would leave it blank (crbug.com/271452).
 */
const fileAddress =
  /^\/c\/[^/]+\/(patients\/[^/]+\/(prescriptions\/[^/]+\/(copy|print\/[^/]+)|documents\/[^/]+\/(attachments|print)\/[^/]+|letters\/[^/]+\/files\/[^/]+)|(audit|settings)\/exports\/[^/]+)$/;

export function answerKind(pathname: string): AnswerKind {
  if (/^\/(?:api|\.well-known)(?:\/|$)/.test(pathname)) return 'api';
  return fileAddress.test(pathname) ? 'file' : 'page';
}

/**
 * Scripts run only with the nonce of this very answer and what they load themselves; styles come from our own files or
 * carry the nonce; nothing is framed, embedded, posted or fetched elsewhere. Violations are reported to nobody: a report
 * would carry addresses out of the clinic.
 */
export function contentSecurityPolicy(
  kind: AnswerKind,
  options: { nonce: string; secure: boolean; development: boolean },
): string {
  const common = [`base-uri 'none'`, `form-action 'self'`, `frame-ancestors 'none'`];
  const rules = {
    api: [`default-src 'none'`, ...common],
    file: [`script-src 'none'`, ...common],
    page: [
      `default-src 'none'`,
      // React explains errors with eval while developing, and only then
      `script-src 'self' 'nonce-${options.nonce}' 'strict-dynamic'${options.development ? ` 'unsafe-eval'` : ''}`,
      `style-src 'self' 'nonce-${options.nonce}'`,
      `img-src 'self'`,
      `font-src 'self'`,
      `connect-src 'self'`,
      `manifest-src 'self'`,
      `object-src 'none'`,
      ...common,
    ],
  }[kind];
  return [...rules, ...(options.secure ? ['upgrade-insecure-requests'] : [])].join('; ');
}

/** Every header an answer gets, whatever it is. `secure`: people open Shirube over https. */
export function securityHeaders(
  kind: AnswerKind,
  options: { nonce: string; secure: boolean; development: boolean },
): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(kind, options),
    'X-Content-Type-Options': 'nosniff',
    // for browsers that do not know frame-ancestors
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': permissionsPolicy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // nothing that may show a patient stays in a cache, neither the browser's nor one on the way
    'Cache-Control': 'no-store',
    ...(options.secure ? { 'Strict-Transport-Security': strictTransport } : {}),
  };
}
