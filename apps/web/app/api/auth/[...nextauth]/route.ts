import type { NextRequest } from 'next/server';
import nextAuth from 'next-auth';
import { environment } from '~/env.ts';
import { authOptions } from '~/server/auth.ts';
import { admit, signInRule } from '~/server/request-guard.ts';

/** next-auth's handler is made per request because its options need the environment, which the build has not. */
async function handler(
  incoming: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const admitted = await admit(incoming, signInRule);
  if ('refusal' in admitted)
    return Response.json({ message: admitted.refusal.sentence }, { status: admitted.refusal.status });
  process.env.NEXTAUTH_URL ??= environment().SHIRUBE_PUBLIC_URL;
  const answer = (await nextAuth(authOptions(admitted.request.headers))(
    admitted.request,
    context,
  )) as Response;
  const { nextauth } = await context.params;
  // the pages behind the back button go too; drafts that are not saved yet stay (they live in local storage)
  if (incoming.method === 'POST' && nextauth[0] === 'signout')
    answer.headers.set('Clear-Site-Data', '"cache"');
  return answer;
}

export { handler as GET, handler as POST };
