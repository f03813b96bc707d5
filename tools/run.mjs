// `node tools/run.mjs FILE [ARGS]`: installs if need be, then runs a TypeScript file on the pinned Node.
import { ensureInstalled, node24, run } from './lib/ensure.mjs';

await ensureInstalled();
process.exitCode = await run(node24, process.argv.slice(2));
