import type { PrismaClient } from '../generated/client.ts';
import { createFactorStore, type FactorStore } from './factors.ts';
import { createPeopleStore, type PeopleStore } from './people.ts';
import { createSessionStore, type SessionStore } from './sessions.ts';

export type { ChallengePurpose, PasskeyEntry, TotpEntry } from './factors.ts';
export type { Attempt, AttemptKind, PersonSecrets, SignInEvent, SignInEventKind } from './people.ts';
export type {
  Factor,
  Membership,
  OpenSession,
  Place,
  RefusedMembership,
  ResolvedSession,
  SessionState,
  StaffRole,
  WaitingSession,
} from './sessions.ts';

/**
 * Sign-in and sessions. The app role has no right on the tables behind this: only these functions, each of which
 * answers one question. Tokens come and are kept as SHA-256.
 */
export type IdentityStore = SessionStore & PeopleStore & FactorStore;

export const createIdentityStore = (client: PrismaClient): IdentityStore => ({
  ...createSessionStore(client),
  ...createPeopleStore(client),
  ...createFactorStore(client),
});
