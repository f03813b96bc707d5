import nextAuth from 'next-auth';
import { environment } from '~/env.ts';
import { authOptions } from '~/server/auth.ts';

/** next-auth's handler is made per request because its options need the environment, which the build has not. */
async function handler(request: Request, context: unknown): Promise<Response> {
  process.env.NEXTAUTH_URL ??= environment().SHIRUBE_PUBLIC_URL;
  return nextAuth(authOptions())(request, context);
}

export { handler as GET, handler as POST };
