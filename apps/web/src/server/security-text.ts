const validDays = 180;

/**
 * The text of /.well-known/security.txt (RFC 9116). It expires half a year after the process started: an installation that was
 * neither updated nor restarted for so long should not vouch for its contacts (the RFC asks for less than a year).
 */
export function securityText(facts: {
  /** mailto:, https: or tel: addresses, the preferred one first */
  contacts: readonly string[];
  /** where people open Shirube */
  publicUrl: string;
  /** when this process started */
  startedAt: Date;
}): string {
  const expires = new Date(facts.startedAt.getTime() + validDays * 86_400_000);
  const own = new URL('/.well-known/security.txt', facts.publicUrl);
  return [
    ...facts.contacts.map((contact) => `Contact: ${contact}`),
    `Expires: ${expires.toISOString().replace(/\.\d+Z$/, 'Z')}`,
    'Preferred-Languages: ja, en',
    // the RFC takes nothing but https here
    ...(own.protocol === 'https:' ? [`Canonical: ${own.href}`] : []),
    '',
  ].join('\n');
}
