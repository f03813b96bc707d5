import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';
import { securityText } from './security-text.ts';

async function answer(settings: Record<string, string>): Promise<Response> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { GET } = await import('../../app/.well-known/security.txt/route.ts');
  return GET();
}
beforeEach(() => {
  vi.resetModules();
  useTestEnvironment('postgresql://nobody@localhost/none');
});
afterEach(() => vi.unstubAllEnvs());

/** Field lines of RFC 9116: a name, a colon, a space, a value; Expires exactly once, Preferred-Languages at most once. */
function fields(text: string): Map<string, string[]> {
  expect(text.endsWith('\n')).toBe(true);
  const found = new Map<string, string[]>();
  for (const line of text.slice(0, -1).split('\n')) {
    const [, name, value] = /^([A-Z][A-Za-z-]*): (\S.*)$/.exec(line)!;
    found.set(name!, [...(found.get(name!) ?? []), value!]);
  }
  return found;
}

describe('security.txt', () => {
  it('names the contacts in order and ends within a year of the start', () => {
    const text = securityText({
      contacts: ['https://example.jp/security', 'mailto:security@example.jp'],
      publicUrl: 'https://shirube.example.jp',
      startedAt: new Date('2026-11-21T15:30:00.123Z'),
    });
    expect(Object.fromEntries(fields(text))).toEqual({
      Contact: ['https://example.jp/security', 'mailto:security@example.jp'],
      Expires: ['2027-05-20T15:30:00Z'],
      'Preferred-Languages': ['ja, en'],
      Canonical: ['https://shirube.example.jp/.well-known/security.txt'],
    });
  });

  it('is plain text with the contact of the operator', async () => {
    const response = await answer({ SHIRUBE_SECURITY_CONTACT: 'mailto:security@example.jp' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const found = fields(await response.text());
    expect(found.get('Contact')).toEqual(['mailto:security@example.jp']);
    const left = Date.parse(found.get('Expires')![0]!) - Date.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(365 * 86_400_000);
    expect(found.has('Canonical')).toBe(false);
  });

  it('is not there while nobody is named, except in the demo', async () => {
    expect((await answer({})).status).toBe(404);
    vi.resetModules();
    const demo = await answer({ SHIRUBE_DEMO: 'true' });
    expect(fields(await demo.text()).get('Contact')).toEqual(['mailto:security@shirube.example']);
  });

  it.each(['security@example.jp', 'http://example.jp', 'mailto:a@b,mailto:c@d', 'mailto:a@b.jp x'])(
    'refuses to start with a contact that is no address: %s',
    async (contact) => {
      await expect(answer({ SHIRUBE_SECURITY_CONTACT: contact })).rejects.toThrow('SHIRUBE_SECURITY_CONTACT');
    },
  );
});
