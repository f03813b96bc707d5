import { describe, expect, it } from 'vitest';
import { cryptographyPage, cryptoUses, isShipped } from './crypto-uses.ts';

describe('the discovery of cryptography', () => {
  // @proves V11.1.3
  it('finds what a source imports, by name', () => {
    const text = `
import { createHash, randomBytes as bytes, type Hash } from 'node:crypto';
import {
  hash,
  verify,
} from '@node-rs/argon2';
import nextAuth from 'next-auth/next';
const digest = await crypto.subtle.digest('SHA-256', data);`;
    expect(cryptoUses('a.ts', text)).toEqual({
      file: 'a.ts',
      uses: [
        '@node-rs/argon2: hash, verify',
        'WebCrypto: subtle.digest',
        'next-auth/next: nextAuth',
        'node:crypto: createHash, randomBytes',
      ],
    });
  });

  it('does not mention ids, types and other modules', () => {
    for (const line of [
      `import { randomUUID } from 'node:crypto';`,
      `import type { JWK } from 'jose';`,
      `import { hash } from './hash.ts';`,
      `import { crypto } from 'cryptography-of-somebody';`,
    ])
      expect(cryptoUses('a.ts', line)).toBeNull();
  });

  it('looks at what is shipped', () => {
    expect(['apps/web/proxy.ts', 'packages/core/src/shared/encryption.ts'].every(isShipped)).toBe(true);
    expect(
      [
        'packages/core/src/a.test.ts',
        'packages/x/src/testing/a.ts',
        'apps/sandbox/src/tsa.ts',
        'tools/a.ts',
      ].some(isShipped),
    ).toBe(false);
  });

  it('lists files in order, whatever order they were found in', () => {
    const inventory = { title: 't', preface: 'p', entries: [], plan: [] };
    const uses = [
      { file: 'b.ts', uses: ['x: y'] },
      { file: 'a.ts', uses: ['x: y'] },
    ];
    expect(cryptographyPage(inventory, uses)).toBe(cryptographyPage(inventory, [...uses].reverse()));
    expect(cryptographyPage(inventory, uses)).toMatch(/a\.ts[\s\S]*b\.ts/);
  });
});
