import { X509Certificate } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { createTimestampResponse } from '@shirube/eprescription';
import { Hono } from 'hono';
import type { SandboxServices } from './services.ts';
import { pem } from './signing/pki.ts';

/** The published certificates and the revocation list of the test hierarchy. */
export function pkiRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  const { pki } = services;
  const root = pem('CERTIFICATE', pki.root);
  const files: Record<string, string> = {
    'root.pem': root,
    'chain.pem': pem('CERTIFICATE', pki.issuing) + root,
    'crl.pem': pem('X509 CRL', pki.crls[0]),
    'tsa-root.pem': root,
  };
  for (const [name, text] of Object.entries(files)) {
    routes.get(`/${name}`, (context) =>
      context.body(text, 200, { 'content-type': 'application/x-pem-file' }),
    );
  }
  const authorities = ['sign.crl', 'root.crl'] as const;
  routes.get('/crl-sources.txt', (context) => {
    const holders = [pki.issuing, pki.root].map((der) =>
      new X509Certificate(der).subject.replaceAll('\n', ', '),
    );
    return context.text(
      authorities.map((name, index) => `${services.url()}/pki/${name} ${holders[index]}\n`).join(''),
    );
  });
  // as authorities publish them: DER
  for (const [index, name] of authorities.entries())
    routes.get(`/${name}`, (context) =>
      context.body(new Uint8Array(pki.crls[index] as Uint8Array), 200, {
        'content-type': 'application/pkix-crl',
      }),
    );
  return routes;
}

const QUERY_TYPE = 'application/timestamp-query';

/** Time-stamp authority, RFC 3161 over HTTP (§3.4). A query that cannot be granted gets a reply that says so. */
export function tsaRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.post('/', async (context) => {
    if (context.req.header('content-type') !== QUERY_TYPE) return context.json({ error: QUERY_TYPE }, 415);
    const query = new Uint8Array(await context.req.arrayBuffer());
    const failure = (): Response => context.json({ error: 'system_failure' }, 500);
    return services.faults.run('tsa', context, failure, async () => {
      const { certificate, privateKey } = services.pki.timestamp;
      const authority = { certificate: new Uint8Array(Buffer.from(certificate, 'base64')), privateKey };
      const asked = services.faults.signsWrongly('tsa') ? withAnotherImprint(query) : query;
      const reply = createTimestampResponse(asked, authority, services.now());
      return context.body(new Uint8Array(reply), 200, { 'content-type': 'application/timestamp-reply' });
    });
  });
  return routes;
}

/** Flips a bit of the imprint: an OCTET STRING of 32 bytes, which is the only one in a query. */
function withAnotherImprint(query: Uint8Array): Uint8Array {
  const changed = Buffer.from(query);
  const at = changed.indexOf(Buffer.of(0x04, 0x20));
  if (at >= 0) changed.writeUInt8(changed.readUInt8(at + 2) ^ 0x01, at + 2);
  return new Uint8Array(changed);
}
