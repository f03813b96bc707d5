import { readEnvironment } from './env.ts';
import { startWorker } from './worker.ts';

/** The worker process: runs until it is asked to stop, then finishes what it holds. */
const worker = await startWorker(readEnvironment());
console.log('worker: ready');

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    worker.stop().then(
      () => process.exit(0),
      (error: Error) => {
        console.error(`worker: ${error.message}`);
        process.exit(1);
      },
    );
  });
