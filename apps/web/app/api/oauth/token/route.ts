import type { NextRequest } from 'next/server';
import { serveOauth } from '~/server/oauth/serve.ts';
import { grantToken } from '~/server/oauth/token.ts';

export const POST = (request: NextRequest): Promise<Response> => serveOauth(request, grantToken);
