import { serveOauth } from '~/server/oauth/serve.ts';
import { grantToken } from '~/server/oauth/token.ts';

export const POST = (request: Request): Promise<Response> => serveOauth(request, grantToken);
