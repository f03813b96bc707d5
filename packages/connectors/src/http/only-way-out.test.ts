import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../../..');

/** Ways for a program to open a connection by itself. The database's driver is not one: it is told where by the operator. */
const waysOut =
  /(?<!\.)\bfetch\s*\(|\bnew (?:WebSocket|EventSource|XMLHttpRequest)\b|from '(?:node:)?(?:https?|http2|net|tls|dgram)'|from '(?:undici|axios|got|node-fetch|ws)'/;

/** In a browser the content security policy holds calls to our own origin. */
const inBrowser = (source: string) => source.startsWith(`'use client'`);

const known = [
  // listens; it calls nobody
  'apps/web/serve.ts',
  'packages/connectors/src/http/outbound.ts',
  // finds a free port of this machine for the embedded server of demo and tests
  'packages/db/src/tooling/embedded.ts',
];

describe('the house', () => {
  // @proves V1.3.6 V13.2.4
  it('has one way out', () => {
    const files = fs
      .globSync('{apps/web/{app,src},apps/web,apps/worker/src,packages/*/src}/**/*.{ts,tsx}', { cwd: root })
      .filter((file) => !/node_modules|\.next|generated|\.test\.tsx?$|\/testing\/|\/contract\//.test(file));
    expect(files.length).toBeGreaterThan(300);
    const out = files.filter((file) => {
      const source = fs
        .readFileSync(path.join(root, file), 'utf8')
        // telling an address from a name opens nothing
        .replace("import { isIP } from 'node:net';", '');
      return waysOut.test(source) && !inBrowser(source);
    });
    expect([...new Set(out)].sort()).toEqual(known);
  });
});
