import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureDatabase, ensureRoles, freePort, migrate, startEmbedded, urlsFor } from '../tooling/index.ts';
import { testPasswords, testTemplate } from './constants.ts';
import './provided.ts';

/** One disposable PostgreSQL for the run, and one migrated template that every test file copies. */
export default async function setup(project: TestProject) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-test-'));
  fs.chmodSync(directory, 0o755);
  const server = await startEmbedded({
    directory: path.join(directory, 'pg'),
    port: await freePort(),
    password: 'test',
    disposable: true,
  });
  await ensureRoles(server.adminUrl, testPasswords);
  await ensureDatabase(server.adminUrl, testTemplate);
  await migrate(urlsFor(server.adminUrl, testTemplate, testPasswords).owner);
  project.provide('databaseAdminUrl', server.adminUrl);
  return async () => {
    await server.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  };
}
