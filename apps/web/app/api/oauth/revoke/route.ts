import type { NextRequest } from 'next/server';
import { revokeToken } from '~/server/oauth/revoke.ts';
import { serveOauth } from '~/server/oauth/serve.ts';

export const POST = (request: NextRequest): Promise<Response> => serveOauth(request, revokeToken);
