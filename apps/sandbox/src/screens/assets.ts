import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';

/** The fonts of the screens, from their npm packages: a machine may have no Japanese font, and 𠮷 is only in the second. */
const FAMILIES = ['biz-udpgothic', 'noto-sans-jp'] as const;
const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  woff2: 'font/woff2',
  woff: 'font/woff',
};

/** Addresses of the style sheets that declare the fonts. */
export const FONT_SHEETS = FAMILIES.flatMap((family) => [
  `/assets/fonts/${family}/400.css`,
  `/assets/fonts/${family}/700.css`,
]);

export function assetRoutes(): Hono {
  const routes = new Hono();
  const { resolve } = createRequire(import.meta.url);
  for (const family of FAMILIES) {
    const folder = dirname(resolve(`@fontsource/${family}/package.json`));
    const send = async (file: string): Promise<Response> => {
      const type = TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      return new Response(await readFile(join(folder, file)), {
        headers: { 'content-type': type, 'cache-control': 'public, max-age=86400' },
      });
    };
    routes.get(`/${family}/:sheet{(400|700)\\.css}`, (context) => send(context.req.param('sheet')));
    routes.get(`/${family}/files/:file{${family}-[a-z0-9-]+\\.woff2?}`, (context) =>
      send(`files/${context.req.param('file')}`),
    );
  }
  return routes;
}
