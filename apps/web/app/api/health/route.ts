import { isWell } from '@shirube/connectors';
import { environment } from '~/env.ts';
import { database } from '~/server/database.ts';

export const dynamic = 'force-dynamic';

/** A worker that has not been heard of for so long counts as stopped. */
const workerSilenceSeconds = 20;

type State = 'ok' | 'down';

async function stateOf(question: () => Promise<unknown>): Promise<State> {
  try {
    await question();
    return 'ok';
  } catch {
    return 'down';
  }
}

/** State of the database, the worker and the outside services. 200 while patients can be served, else 503. */
export async function GET(): Promise<Response> {
  const env = environment();
  const [db, worker, sandbox] = await Promise.all([
    stateOf(() => database().operations.ping()),
    stateOf(async () => {
      if ((await database().operations.liveWorkers(workerSilenceSeconds)).length === 0)
        throw new Error('silent');
    }),
    env.SHIRUBE_DEMO === 'true'
      ? stateOf(async () => {
          if (!(await isWell(env.SHIRUBE_GATEWAY_URL, env.SHIRUBE_PRIVATE_HOSTS))) throw new Error('unwell');
        })
      : Promise.resolve<'not_used'>('not_used'),
  ]);
  const ok = db === 'ok';
  return Response.json(
    { status: ok ? 'ok' : 'down', database: db, worker, sandbox },
    { status: ok ? 200 : 503 },
  );
}
