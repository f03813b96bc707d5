import { serverMetadata } from '~/server/oauth/metadata.ts';

export const dynamic = 'force-dynamic';

export const GET = (): Response => Response.json(serverMetadata());
