// `node tools/run.mjs FILE [ARGS]`: installs if need be, then runs a TypeScript file on the pinned Node, with the environment of
// .env or, where there is none, of the demo that ran last.
import { ensureInstalled, node24, run } from './lib/ensure.mjs';

await ensureInstalled();
process.exitCode = await run(node24, [
  '--env-file-if-exists=.data/demo/demo.env',
  '--env-file-if-exists=.env',
  ...process.argv.slice(2),
]);
