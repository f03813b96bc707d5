import { newsSinceLastSignIn } from '@shirube/core/identity';
import { z } from 'zod';
import { defineAccountQuery } from '../account.ts';

/** What happened to one's sign-in since the last time: failures, half-finished tries, changes. Told on the first screen. */
export const newsProcedure = defineAccountQuery({
  name: 'news',
  stages: ['active'],
  input: z.object({}),
  output: z.object({
    sessionId: z.uuid(),
    failures: z.number().int(),
    halfway: z.number().int(),
    changes: z.array(z.object({ kind: z.string(), at: z.iso.datetime({ offset: true }) })),
  }),
  run: async ({ signIn, session }) => {
    const { accountId, sessionId } = session();
    const news = newsSinceLastSignIn(await signIn.database.identity.historyOf(accountId, 200), sessionId);
    return {
      ...news,
      sessionId,
      changes: news.changes.map(({ kind, at }) => ({ kind, at: at.toISOString() })),
    };
  },
});
