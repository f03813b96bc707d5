import fs from 'node:fs';
import { z } from 'zod';

const shape = z.object({
  SHIRUBE_BRIDGE_PORT: z.coerce.number().int().min(0).max(65_535).default(4020),
  /** the driver of the card: a PKCS #11 library (.so, .dll, .dylib) */
  SHIRUBE_BRIDGE_MODULE: z.string().min(1),
  /** file with the secret that this bridge shares with Shirube; never given by itself, so that it stands in no list of processes */
  SHIRUBE_BRIDGE_SECRET_FILE: z.string().min(1),
  /** where the doctor's browser may return to: origins with commas between them */
  SHIRUBE_BRIDGE_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((address) => new URL(address).origin)).min(1)),
  /** minutes from the PIN until the card is closed again */
  SHIRUBE_BRIDGE_SESSION_MINUTES: z.coerce.number().int().min(1).max(600).default(240),
});

export interface BridgeConfig {
  port: number;
  module: string;
  /** shared with Shirube; the server keeps its SHA-256 only */
  secret: string;
  origins: readonly string[];
  sessionMs: number;
}

/** Reads the bridge's settings. Throws an error that names the variable that is wrong, and no value. */
export function readConfig(source: NodeJS.ProcessEnv): BridgeConfig {
  const parsed = shape.safeParse(source);
  if (!parsed.success)
    throw new Error(`not valid: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  const env = parsed.data;
  return {
    port: env.SHIRUBE_BRIDGE_PORT,
    module: env.SHIRUBE_BRIDGE_MODULE,
    secret: readSecret(env.SHIRUBE_BRIDGE_SECRET_FILE),
    origins: env.SHIRUBE_BRIDGE_ORIGINS,
    sessionMs: env.SHIRUBE_BRIDGE_SESSION_MINUTES * 60_000,
  };
}

function readSecret(file: string): string {
  let secret = '';
  try {
    secret = fs.readFileSync(file, 'utf8').trim();
  } catch {
    // said below, without the reason: it may hold the path's content
  }
  if (secret.length < 32)
    throw new Error('SHIRUBE_BRIDGE_SECRET_FILE: a readable file with at least 32 characters is needed');
  return secret;
}
