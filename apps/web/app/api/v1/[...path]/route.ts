import type { NextRequest } from 'next/server';
import { database } from '~/server/database.ts';
import { serveRest } from '~/server/rest/serve.ts';
import { restRoutes } from '~/server/rest/table.ts';

const handler = (request: NextRequest): Promise<Response> => serveRest(request, database(), restRoutes);

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
