// `npm run demo [-- --reset]`: everything from a bare clone to a running clinic.
import { ensureInstalled, node24, run } from './lib/ensure.mjs';

await ensureInstalled();
process.exitCode = await run(node24, ['tools/demo/main.ts', ...process.argv.slice(2)]);
