import { createHash } from 'node:crypto';
import type { CalendarDate } from '../records/index.ts';

/**
 * What an event's hash is taken over, written a second time and apart from the database, so that a verification need not trust
 * the function it checks (prisma/migrations/20261122000010_audit_chain, docs/decisions/0009-audit-chain.md).
 */

/** In this order. NULL stays null; bytes are hexadecimal; instants are microseconds since 1970-01-01 UTC; jsonb is PostgreSQL's own text. */
export const hashedFields = [
  'prev_hash',
  'tenant_id',
  'seq',
  'id',
  'at',
  'recorded_at',
  'actor_id',
  'actor_name',
  'actor_role',
  'on_behalf_of_id',
  'action',
  'patient_id',
  'entity_type',
  'entity_id',
  'outcome',
  'reason',
  'detail',
  'request_id',
  'client',
  'ip',
  'session_id',
  'authentication',
  'api_client_id',
] as const;

/** The first event of a clinic follows 32 zero bytes. */
export const genesisHash = '00'.repeat(32);

/** One field: the number of its bytes, ':', the bytes in UTF-8, ','. NULL is '-,'. No value can imitate a border. */
const field = (value: string | null): string =>
  value === null ? '-,' : `${Buffer.byteLength(value)}:${value},`;

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** SHA-256 of an event, hexadecimal. `values` in the order of hashedFields. */
export function eventHash(values: readonly (string | null)[]): string {
  if (values.length !== hashedFields.length) throw new TypeError('an event has another number of fields');
  return sha256(`shirube-audit-1${values.map(field).join('')}`).toString('hex');
}

/** A day's statement about a clinic's chain: the last event up to the end of that day (Asia/Tokyo), and its hash. */
export interface CheckpointStatement {
  tenantId: string;
  date: CalendarDate;
  seq: bigint;
  /** hexadecimal */
  hash: string;
}

/** What the time-stamp authority stamps: 32 bytes. */
export function checkpointDigest(statement: CheckpointStatement): Uint8Array {
  const { tenantId, date, seq, hash } = statement;
  return new Uint8Array(
    sha256(`shirube-audit-checkpoint-1${[tenantId, date, String(seq), hash].map(field).join('')}`),
  );
}
