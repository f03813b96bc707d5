import { environment } from '~/env.ts';
import { securityText } from '~/server/security-text.ts';

export const dynamic = 'force-dynamic';

/** Whom to tell of a vulnerability in this installation (RFC 9116). 404 while the operator has named nobody. */
export function GET(): Response {
  const env = environment();
  const named = env.SHIRUBE_SECURITY_CONTACT;
  const contacts = named.length === 0 && env.SHIRUBE_DEMO === 'true' ? demoContact : named;
  if (contacts.length === 0) return new Response(null, { status: 404 });
  const startedAt = new Date(Date.now() - process.uptime() * 1_000);
  const text = securityText({ contacts, publicUrl: env.SHIRUBE_PUBLIC_URL, startedAt });
  return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

/** An address that reaches nobody: the demo runs on one machine. */
const demoContact = ['mailto:security@shirube.example'];
