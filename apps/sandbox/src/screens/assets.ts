import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';

/** BIZ UDPGothic from its npm package, so that the screens read the same on a machine without Japanese fonts. */
const FOLDER = dirname(createRequire(import.meta.url).resolve('@fontsource/biz-udpgothic/package.json'));
const TYPES: Record<string, string> = { css: 'text/css; charset=utf-8', woff2: 'font/woff2', woff: 'font/woff' };

export function assetRoutes(): Hono {
  const routes = new Hono();
  const send = async (file: string): Promise<Response> => {
    const type = TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return new Response(await readFile(join(FOLDER, file)), {
      headers: { 'content-type': type, 'cache-control': 'public, max-age=86400' },
    });
  };
  routes.get('/:sheet{(400|700)\\.css}', (context) => send(context.req.param('sheet')));
  routes.get('/files/:file{biz-udpgothic-[a-z0-9-]+\\.woff2?}', (context) => send(`files/${context.req.param('file')}`));
  return routes;
}
