import { z } from 'zod';

const environment = z.object({
  SHIRUBE_SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(4010),
  SHIRUBE_SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  SHIRUBE_SANDBOX_DIR: z.string().min(1).default('.data/sandbox'),
  SHIRUBE_SANDBOX_MASTERS: z.string().min(1).optional(),
});

export interface SandboxConfig {
  port: number;
  host: string;
  dir: string;
  mastersDir: string | undefined;
}

/** Reads the sandbox's settings. Throws ZodError naming the variable that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv): SandboxConfig {
  const parsed = environment.parse(env);
  return {
    port: parsed.SHIRUBE_SANDBOX_PORT,
    host: parsed.SHIRUBE_SANDBOX_HOST,
    dir: parsed.SHIRUBE_SANDBOX_DIR,
    mastersDir: parsed.SHIRUBE_SANDBOX_MASTERS,
  };
}
