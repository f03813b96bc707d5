import { createServer, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { readTrust } from '@shirube/connectors';
import next from 'next';
import { environment } from './src/env.ts';
import { turnedAway } from './src/server/front-door.ts';

/** The web process: Next behind a door that turns away what Next would stumble over. `node serve.ts --port 3000 --hostname 127.0.0.1` */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '3000' }, hostname: { type: 'string', default: '0.0.0.0' } },
});
// an installation that would believe the wrong roots, or lacks a setting, does not start
readTrust(environment());
const port = Number(values.port);
const app = next({ dev: false, dir: import.meta.dirname, hostname: values.hostname, port });
const handle = app.getRequestHandler();
await app.prepare();

function turnAway(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end();
}

const server = createServer((request, response) => {
  const refusal = turnedAway(request.method ?? '', request.url ?? '');
  if (refusal) return turnAway(response, refusal.status, refusal.allow ? { Allow: refusal.allow } : {});
  handle(request, response).catch((error: unknown) => {
    console.error(error);
    if (!response.headersSent) turnAway(response, 500);
    else response.destroy();
  });
});
// whoever sends slowly holds a connection no longer than this (milliseconds)
server.headersTimeout = 15_000;
server.requestTimeout = 60_000;
// one second more than a proxy in front usually keeps a connection open, so that it is never the one to be surprised
server.keepAliveTimeout = 65_000;
server.listen(port, values.hostname);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 5_000).unref();
  });
