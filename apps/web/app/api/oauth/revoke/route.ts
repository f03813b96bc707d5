import { revokeToken } from '~/server/oauth/revoke.ts';
import { serveOauth } from '~/server/oauth/serve.ts';

export const POST = (request: Request): Promise<Response> => serveOauth(request, revokeToken);
