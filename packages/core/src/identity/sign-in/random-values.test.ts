import { afterEach, describe, expect, it, vi } from 'vitest';
import { newAccessToken, newClientSecret } from '../../api-clients/secrets.ts';
import { newInvitationCode } from '../../people/invitation-code.ts';
import { newToken } from './context.ts';
import { newHandedCode } from './recovery-codes.ts';
import { newTotpSecret } from './totp.ts';

afterEach(() => vi.restoreAllMocks());

/** How many bits a value of this form can hold, when every character of it is chosen freely. */
const bits = (text: string, alphabet: number): number => text.length * Math.log2(alphabet);

describe('what nobody may guess', () => {
  // @proves V7.2.3 V11.5.1
  it('has 128 bits and more where it is kept for long: sessions, tokens, secrets of clients', () => {
    for (const [make, prefix] of [
      [newToken, ''],
      [newAccessToken, 'shirube_token_'],
      [newClientSecret, 'shirube_secret_'],
    ] as const) {
      const value = make();
      expect(value.startsWith(prefix)).toBe(true);
      expect(value.slice(prefix.length)).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(bits(value.slice(prefix.length), 64)).toBeGreaterThanOrEqual(256);
    }
    expect(bits(newTotpSecret(), 32)).toBeGreaterThanOrEqual(160);
  });

  // @proves V6.5.4
  it('has far more than a guesser gets through where it is used once and counted', () => {
    expect(bits(newHandedCode().replaceAll('-', ''), 32)).toBeGreaterThanOrEqual(50);
    expect(bits(newInvitationCode().replaceAll('-', ''), 32)).toBeGreaterThanOrEqual(100);
  });

  // @proves V6.5.3 V11.5.1
  it('never comes from the generator that can be predicted, and never twice', () => {
    vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('a predictable number was asked for');
    });
    for (const make of [
      newToken,
      newAccessToken,
      newClientSecret,
      newTotpSecret,
      newHandedCode,
      newInvitationCode,
    ])
      expect(new Set(Array.from({ length: 1_000 }, () => make())).size).toBe(1_000);
  });
});
