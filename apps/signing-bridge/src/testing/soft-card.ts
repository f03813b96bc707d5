import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { debianTool } from '../../../../tools/lib/debian-tools.ts';

/** A card that is a folder (SoftHSM2) and a bridge to it, in a process of its own as in a clinic. */
export interface SoftCard {
  /** address of the bridge */
  url: string;
  secret: string;
  /** every line the bridge wrote */
  output(): string;
  /** The card is taken out of the reader, and put back. */
  remove(): void;
  insert(): void;
  close(): Promise<void>;
}

export const softCardPin = '483920';

/**
 * Makes a card with this key and these certificates, and starts a bridge to it. null: SoftHSM2 is not to be had here.
 * certificates: DER, the signer's first; only it has the id of the key.
 */
export async function startSoftCard(
  holder: { privateKeyPem: string; certificates: readonly Uint8Array[] },
  origin: string,
  options: { sessionMinutes?: number; module?: string } = {},
): Promise<SoftCard | null> {
  const tool = debianTool('softhsm2');
  if (!tool?.library) return null;
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-card-'));
  const at = (name: string) => path.join(directory, name);
  fs.mkdirSync(at('tokens'));
  fs.writeFileSync(at('softhsm2.conf'), `directories.tokendir = ${at('tokens')}\nlog.level = ERROR\n`);
  const env = { ...process.env, ...tool.env, SOFTHSM2_CONF: at('softhsm2.conf') };
  const util = (...args: string[]) =>
    execFileSync(tool.program, ['--module', tool.library as string, ...args], { env, stdio: 'pipe' });
  util('--init-token', '--free', '--label', 'card', '--pin', softCardPin, '--so-pin', '00000000');
  fs.writeFileSync(at('key.pem'), holder.privateKeyPem, { mode: 0o600 });
  util('--import', at('key.pem'), '--token', 'card', '--label', 'sign', '--id', '01', '--pin', softCardPin);
  fs.rmSync(at('key.pem'));
  execFileSync(process.execPath, [beside('put-certificates.ts'), tool.library, softCardPin], {
    env,
    input: JSON.stringify(
      holder.certificates.map((der, index) => ({
        id: index === 0 ? '01' : `f${index}`,
        certificate: Buffer.from(der).toString('base64'),
      })),
    ),
  });
  const secret = randomBytes(24).toString('hex');
  fs.writeFileSync(at('secret'), secret, { mode: 0o600 });
  const child = spawn(process.execPath, [beside('../main.ts')], {
    env: {
      ...env,
      SHIRUBE_BRIDGE_PORT: '0',
      SHIRUBE_BRIDGE_MODULE: options.module ?? tool.library,
      SHIRUBE_BRIDGE_SECRET_FILE: at('secret'),
      SHIRUBE_BRIDGE_ORIGINS: origin,
      SHIRUBE_BRIDGE_SESSION_MINUTES: String(options.sessionMinutes ?? 60),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /signing bridge: (http\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`the bridge ended: ${output}`)));
  });
  return {
    url,
    secret,
    output: () => output,
    remove: () => fs.renameSync(at('tokens'), at('removed')),
    insert: () => fs.renameSync(at('removed'), at('tokens')),
    async close() {
      child.kill('SIGTERM');
      await ended;
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

const beside = (name: string) => path.resolve(import.meta.dirname, name);
