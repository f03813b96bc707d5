export { type Actor, type Database, type DatabaseOptions, openDatabase, type Scope } from './database.ts';
export { isImmutabilityViolation, isUniqueViolation } from './errors.ts';
export { Prisma } from './generated/client.ts';
export * as Enums from './generated/enums.ts';
export type * from './generated/models.ts';
export type { Membership, ResolvedSession } from './identity.ts';
export type { AuditEntry, OutboxEntry, Tables, UnitOfWork } from './unit-of-work.ts';
