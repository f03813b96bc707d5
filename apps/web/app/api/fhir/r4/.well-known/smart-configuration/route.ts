import { smartConfiguration } from '~/server/fhir/capability.ts';

export const dynamic = 'force-dynamic';

export const GET = (): Response => Response.json(smartConfiguration());
