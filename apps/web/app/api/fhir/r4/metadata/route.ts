import { capabilityStatement } from '~/server/fhir/capability.ts';

export const dynamic = 'force-dynamic';

export const GET = (): Response =>
  Response.json(capabilityStatement(), {
    headers: { 'Content-Type': 'application/fhir+json; charset=utf-8' },
  });
