import { readConfig } from './config.ts';
import { startBridge } from './server.ts';

try {
  const bridge = await startBridge(readConfig(process.env));
  process.stdout.write(`signing bridge: ${bridge.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bridge.close().then(() => process.exit(0)));
} catch (error) {
  console.error(`signing bridge: ${error instanceof Error ? error.message : 'could not be started'}`);
  process.exitCode = 1;
}
