import type { NextRequest } from 'next/server';
import { database } from '~/server/database.ts';
import { fhirFace } from '~/server/fhir/face.ts';
import { fhirRoutes } from '~/server/fhir/table.ts';
import { serveRest } from '~/server/rest/serve.ts';

const handler = (request: NextRequest): Promise<Response> =>
  serveRest(request, database(), fhirRoutes, fhirFace);

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
