import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environment } from './env.ts';

const kept = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('SHIRUBE_')) delete process.env[name];
});
afterEach(() => {
  process.env = { ...kept };
});

function refusal(): string {
  try {
    environment();
  } catch (error) {
    return String((error as Error).stack);
  }
  throw new Error('accepted');
}

describe('the environment of the web process', () => {
  it('names every variable that is missing', () => {
    for (const name of ['SHIRUBE_DATABASE_APP_URL', 'SHIRUBE_SECRET', 'SHIRUBE_GATEWAY_URL'])
      expect(refusal()).toContain(`${name}: is missing`);
  });

  // @proves V13.3.1 V16.2.5
  it('is refused without showing any value', () => {
    const names = [...refusal().matchAll(/SHIRUBE_\w+/g)].map(([name]) => name);
    const canary = 'canary pass word';
    for (const name of [...names, 'SHIRUBE_PRIVATE_HOSTS']) process.env[name] = canary;
    const error = refusal();
    expect(error).toContain('SHIRUBE_SECRET: ');
    expect(error).toContain('SHIRUBE_DATABASE_APP_URL: ');
    expect(error).not.toContain(canary);
  });
});
