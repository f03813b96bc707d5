export { requireStaff } from './actor.ts';
export { decryptAtRest, encryptAtRest } from './encryption.ts';
export { readEnvironment } from './environment.ts';
export { DomainError, type DomainErrorCode, notFound } from './errors.ts';
export type { FlowContext } from './flow.ts';
export { logOptions, quietConsole, traceOf } from './log-line.ts';
export { isStorableText, unfitInput } from './plain-input.ts';
export { nullable, toCalendarDate, toDateColumn, toInstant } from './rows.ts';
export { calendarDate, rowVersion } from './schema.ts';
