import type { HttpBindings } from '@hono/node-server';
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
    'crl.pem': pem('X509 CRL', pki.crl),
    'tsa-root.pem': root,
  };
  for (const [name, text] of Object.entries(files)) {
    routes.get(`/${name}`, (context) =>
      context.body(text, 200, { 'content-type': 'application/x-pem-file' }),
    );
  }
  return routes;
}
export function tsaRoutes(_s: SandboxServices) {
  return new Hono<{ Bindings: HttpBindings }>();
}
