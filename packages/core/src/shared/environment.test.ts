import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from './environment.ts';

const schema = z.object({
  A_URL: z.url(),
  A_SECRET: z.base64().refine((value) => value.length > 8, 'must be longer'),
  A_NUMBER: z.coerce.number().int().min(1).default(5),
});
let directory: string;
const file = (name: string, content: string) => {
  const at = path.join(directory, name);
  fs.writeFileSync(at, content);
  return at;
};

beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-environment-'));
});
afterAll(() => fs.rmSync(directory, { recursive: true }));

describe('readEnvironment', () => {
  it('takes variables as they are, and defaults where nothing or only an empty text is given', () => {
    expect(
      readEnvironment(schema, {
        A_URL: 'http://a.example',
        A_SECRET: 'AAAAAAAAAAAA',
        A_NUMBER: '',
        OTHER: 'x',
      }),
    ).toEqual({ A_URL: 'http://a.example', A_SECRET: 'AAAAAAAAAAAA', A_NUMBER: 5 });
  });

  // @proves V13.3.1
  it('takes a secret from a file, without the line break at its end', () => {
    const values = readEnvironment(schema, {
      A_URL_FILE: file('url', ' postgresql://x:pass@db/x\n'),
      A_SECRET_FILE: file('secret', 'AAAAAAAAAAAA\n'),
    });
    expect([values.A_URL, values.A_SECRET]).toEqual(['postgresql://x:pass@db/x', 'AAAAAAAAAAAA']);
  });

  // @proves V16.2.5 V13.3.1
  it('names what is wrong, and never shows a value', () => {
    const canary = 'canary-value-!';
    const secretFile = file('broken', canary);
    const errors = [
      { A_URL: canary, A_SECRET: canary, A_NUMBER: canary },
      { A_URL_FILE: secretFile, A_SECRET_FILE: secretFile },
      { A_URL: 'http://a.example', A_SECRET: 'AAAAAAAAAAAA', A_SECRET_FILE: secretFile },
      { A_URL: 'http://a.example', A_SECRET_FILE: path.join(directory, 'missing') },
      { A_URL: 'http://a.example', A_SECRET_FILE: file('empty', '\n') },
    ].map((source) => {
      try {
        readEnvironment(schema, source);
      } catch (error) {
        return `${(error as Error).message} ${(error as Error).stack} ${JSON.stringify(error)}`;
      }
      throw new Error('accepted');
    });
    for (const error of errors) expect(error).not.toContain(canary);
    expect(errors[0]).toMatch(/A_URL: [\s\S]*A_SECRET: [\s\S]*A_NUMBER: /);
    expect(errors[2]).toContain('A_SECRET: given twice');
    expect(errors[3]).toContain('A_SECRET_FILE: the file can not be read');
    expect(errors[4]).toContain('A_SECRET_FILE: the file can not be read or is empty');
  });
});

describe('every process', () => {
  // @proves V13.3.1
  it('reads its environment this way', () => {
    const root = path.join(import.meta.dirname, '../../../..');
    const files = fs.globSync('{apps/*/src,apps/web,packages/*/src,prisma/seed}/**/*.ts', { cwd: root });
    const bare = files.filter(
      (file) =>
        !/node_modules|\.next|generated|\.test\.ts$/.test(file) &&
        /arse\(process\.env\)/.test(fs.readFileSync(path.join(root, file), 'utf8')),
    );
    expect(bare).toEqual([]);
  });
});
