import 'server-only';
import type { Database, PlaceOutOfUse, ResolvedSession } from '@shirube/db';

/** The clinic of this address, when it is the person's own and suspended or closed: to anybody else it does not exist. */
export async function placeOutOfUse(
  database: Database,
  session: ResolvedSession,
  clinic: string,
): Promise<PlaceOutOfUse | null> {
  const places = await database.operations.placesOutOfUse(session.accountId);
  return places.find((place) => place.tenantSlug === clinic) ?? null;
}
