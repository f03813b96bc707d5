export type { ApiAccessStore, ResolvedToken, Spent, TokenClient } from './api-access.ts';
export { type ClinicTable, listClinicTables, readClinicTable } from './clinic-tables.ts';
export {
  type ClinicState,
  type ConsoleCaller,
  type ConsoleOrigin,
  ConsoleRefused,
  type ConsoleStore,
  type OperatorRole,
  type OperatorSession,
  openConsole,
} from './console.ts';
export {
  type Actor,
  type Database,
  type DatabaseOptions,
  type Origin,
  openDatabase,
  type PlaceOutOfUse,
  type Scope,
} from './database.ts';
export {
  isImmutabilityViolation,
  isLastAdminViolation,
  isMergedChart,
  isRestrictedChart,
  isUniqueViolation,
} from './errors.ts';
export { Prisma } from './generated/client.ts';
export * as Enums from './generated/enums.ts';
export type * from './generated/models.ts';
export type {
  Attempt,
  AttemptKind,
  ChallengePurpose,
  Factor,
  IdentityStore,
  Membership,
  OpenSession,
  PasskeyEntry,
  PersonSecrets,
  Place,
  RefusedMembership,
  ResolvedSession,
  SessionState,
  SignInEvent,
  SignInEventKind,
  StaffRole,
  TotpEntry,
  WaitingSession,
} from './identity/index.ts';
export type { InvitationStore, OpenInvitation } from './invitations.ts';
export type { AuditEntry, OutboxEntry, Tables, UnitOfWork } from './unit-of-work.ts';
