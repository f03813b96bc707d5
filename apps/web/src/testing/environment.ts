import path from 'node:path';

/** The environment of a web process on this database; nothing answers where the outside services should be. */
export function useTestEnvironment(databaseUrl: string): void {
  process.env.SHIRUBE_DATABASE_APP_URL = databaseUrl;
  process.env.SHIRUBE_PUBLIC_URL = 'http://localhost:3000';
  // addresses are known, so that a clinic may tie a client to some
  process.env.SHIRUBE_TRUSTED_PROXY = 'true';
  process.env.SHIRUBE_SECRET = Buffer.alloc(32).toString('base64');
  for (const name of ['GATEWAY', 'SIGNING', 'TSA', 'SHARING'])
    process.env[`SHIRUBE_${name}_URL`] = 'http://127.0.0.1:9';
  process.env.SHIRUBE_HPKI_ROOTS_FILE = path.join(import.meta.dirname, 'test-root.pem');
}
