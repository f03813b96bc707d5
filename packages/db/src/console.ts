import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client.ts';

/** What an operator may be: the person answerable for the service, or somebody who helps clinics. */
export type OperatorRole = 'manager' | 'support';

export interface OperatorSession {
  sessionId: string;
  operatorId: string;
  loginId: string;
  displayName: string;
  roles: OperatorRole[];
  expiresAt: Date;
}

/** Where a request of an operator came from. */
export interface ConsoleOrigin {
  requestId: string;
  ip: string | null;
}

/** An operator's request: the session's token and where it came from. The database looks at the session again each time. */
export interface ConsoleCaller extends ConsoleOrigin {
  tokenSha256: Uint8Array;
}

export type ClinicState = 'active' | 'suspended' | 'closed';

export interface ConsoleClinic {
  tenantId: string;
  slug: string;
  name: string;
  institutionCode: string;
  state: ClinicState;
  stateReason: string | null;
  stateSince: Date;
  isDemo: boolean;
  createdAt: Date;
  setupFinishedAt: Date | null;
  closedOn: Date | null;
  retentionUntil: Date | null;
  people: number;
  lastActivity: Date | null;
}

export interface ConsoleCounts {
  people: number;
  patients: number;
  encounters: number;
  notes: number;
  prescriptions: number;
  auditEvents: number;
  /** messages on their way */
  waiting: number;
  lastActivity: Date | null;
}

export interface ConsoleEvent {
  id: string;
  at: Date;
  operatorName: string;
  action: string;
  tenantId: string | null;
  tenantName: string | null;
  outcome: 'success' | 'refused' | 'failed';
  reason: string | null;
  client: 'browser' | 'command';
  ip: string | null;
}

export interface ConsoleExport {
  exportId: string;
  state: 'waiting' | 'running' | 'ready' | 'failed' | 'removed';
  requestedAt: Date;
  requestedByName: string;
  finishedAt: Date | null;
  expiresAt: Date | null;
  byteLength: number | null;
  fetchedAt: Date | null;
}

export interface ConsoleReset {
  resetId: string;
  requestedAt: Date;
  finishedAt: Date | null;
  failed: boolean;
}

/** Why the database would not do it (SH032), or that there is no living session (SH031). */
export class ConsoleRefused extends Error {
  readonly reason: string;
  constructor(reason: string, options?: ErrorOptions) {
    super(`the console refused: ${reason}`, options);
    this.name = 'ConsoleRefused';
    this.reason = reason;
  }
}

/** Everything operators can reach: the functions of the schema `console`, over a connection that can reach nothing else. */
export interface ConsoleStore {
  /** Counted before the answer is looked at. waitSeconds 0: go on; null: until the command line unlocks. */
  beginAttempt(loginId: string, ip: string | null): Promise<{ waitSeconds: number | null; locks: boolean }>;
  endAttempt(loginId: string, ip: string | null): Promise<void>;
  operatorForSignIn(loginId: string): Promise<{
    operatorId: string;
    displayName: string;
    passwordHash: string;
    totpEncrypted: Uint8Array;
    totpLastStep: number;
  } | null>;
  operatorForEnrolment(loginId: string, codeSha256: Uint8Array): Promise<{ displayName: string } | null>;
  /** false when the code is used, too old or another's */
  enrol(
    input: {
      loginId: string;
      codeSha256: Uint8Array;
      passwordHash: string;
      totpEncrypted: Uint8Array;
      step: number;
    },
    origin: ConsoleOrigin,
  ): Promise<boolean>;
  /** false when this or a newer code was used already */
  useTotp(operatorId: string, step: number): Promise<boolean>;
  openSession(
    input: { operatorId: string; tokenSha256: Uint8Array; userAgent: string },
    origin: ConsoleOrigin,
  ): Promise<string>;
  recordFailure(loginId: string, reason: string, origin: ConsoleOrigin): Promise<void>;
  /** null when unknown, ended, or quiet for a quarter of an hour */
  resolveSession(tokenSha256: Uint8Array): Promise<OperatorSession | null>;
  closeSession(caller: ConsoleCaller): Promise<void>;
  recordRefusal(caller: ConsoleCaller, action: string, tenantId: string | null): Promise<void>;

  clinics(caller: ConsoleCaller): Promise<ConsoleClinic[]>;
  counts(caller: ConsoleCaller, tenantId: string): Promise<ConsoleCounts>;
  events(
    caller: ConsoleCaller,
    filter: { tenantId: string | null; beforeId: string | null; limit: number },
  ): Promise<ConsoleEvent[]>;
  createClinic(
    caller: ConsoleCaller,
    input: {
      slug: string;
      name: string;
      institutionCode: string;
      departmentCode: string;
      departmentName: string;
    },
  ): Promise<string>;
  changeClinic(
    caller: ConsoleCaller,
    input: { tenantId: string; name: string; institutionCode: string; reason: string },
  ): Promise<void>;
  /** Only while the clinic has no administrator. Ends the invitation before it. Returns until when the code may be used. */
  inviteFirstAdmin(
    caller: ConsoleCaller,
    input: {
      tenantId: string;
      familyName: string;
      givenName: string;
      familyKana: string;
      givenKana: string;
      codeSha256: Uint8Array;
      lifetimeHours: number;
    },
  ): Promise<Date>;
  suspend(caller: ConsoleCaller, tenantId: string, reason: string): Promise<void>;
  resume(caller: ConsoleCaller, tenantId: string, reason: string): Promise<void>;
  /** Returns the day until which the records are kept. Dates are 'YYYY-MM-DD'. */
  closeClinic(
    caller: ConsoleCaller,
    input: { tenantId: string; closedOn: string; keepUntil: string | null; reason: string },
  ): Promise<Date>;
  /** The worker makes the file; only the clinic's administrator can fetch it. */
  requestExport(caller: ConsoleCaller, tenantId: string, reason: string): Promise<string>;
  exports(caller: ConsoleCaller, tenantId: string): Promise<ConsoleExport[]>;
  requestDemoReset(caller: ConsoleCaller, tenantId: string, reason: string): Promise<string>;
  demoResets(caller: ConsoleCaller, tenantId: string): Promise<ConsoleReset[]>;
  close(): Promise<void>;
}

/** Opens the operators' connection. `url` names the role shirube_operator. */
export function openConsole(options: { url: string; poolSize?: number }): ConsoleStore {
  const client = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: options.url,
      max: options.poolSize ?? 3,
      options: '-c TimeZone=UTC',
    }),
  });
  /** One statement, its rows in camelCase as they come, and the database's refusals as ConsoleRefused. */
  async function ask<T>(query: Prisma.Sql): Promise<T[]> {
    try {
      return await client.$queryRaw<T[]>(query);
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  }
  const one = async <T>(query: Prisma.Sql): Promise<T> => (await ask<T>(query))[0] as T;
  const { sql } = Prisma;
  const from = (origin: ConsoleOrigin) => sql`${origin.requestId}::text, ${origin.ip}::text`;

  return {
    beginAttempt: (loginId, ip) =>
      one(sql`SELECT wait_seconds AS "waitSeconds", locks FROM console.begin_attempt(${loginId}, ${ip})`),
    async endAttempt(loginId, ip) {
      await ask(sql`SELECT console.end_attempt(${loginId}, ${ip})::text`);
    },
    async operatorForSignIn(loginId) {
      const [row] = await ask<{
        operatorId: string;
        displayName: string;
        passwordHash: string;
        totpEncrypted: Uint8Array;
        totpLastStep: bigint;
      }>(sql`
        SELECT operator_id::text AS "operatorId", display_name AS "displayName", password_hash AS "passwordHash",
               totp_encrypted AS "totpEncrypted", totp_last_step AS "totpLastStep"
          FROM console.operator_for_sign_in(${loginId})`);
      return row ? { ...row, totpLastStep: Number(row.totpLastStep) } : null;
    },
    async operatorForEnrolment(loginId, codeSha256) {
      const [row] = await ask<{ displayName: string }>(sql`
        SELECT display_name AS "displayName" FROM console.operator_for_enrolment(${loginId}, ${codeSha256}::bytea)`);
      return row ?? null;
    },
    async enrol(input, origin) {
      const { done } = await one<{ done: boolean }>(sql`
        SELECT console.enrol(${input.loginId}, ${input.codeSha256}::bytea, ${input.passwordHash}, ${input.totpEncrypted}::bytea,
                             ${input.step}::bigint, ${from(origin)}) AS done`);
      return done;
    },
    async useTotp(operatorId, step) {
      const { done } = await one<{ done: boolean | null }>(
        sql`SELECT console.use_totp(${operatorId}::uuid, ${step}::bigint) AS done`,
      );
      return done === true;
    },
    async openSession({ operatorId, tokenSha256, userAgent }, origin) {
      const { id } = await one<{ id: string }>(sql`
        SELECT console.open_session(${operatorId}::uuid, ${tokenSha256}::bytea, ${userAgent}, ${from(origin)})::text AS id`);
      return id;
    },
    async recordFailure(loginId, reason, origin) {
      await ask(sql`SELECT console.record_failure(${loginId}, ${reason}, ${from(origin)})::text`);
    },
    async resolveSession(tokenSha256) {
      const [row] = await ask<OperatorSession>(sql`
        SELECT session_id::text AS "sessionId", operator_id::text AS "operatorId", login_id AS "loginId",
               display_name AS "displayName", roles, expires_at AS "expiresAt"
          FROM console.resolve_session(${tokenSha256}::bytea)`);
      return row ?? null;
    },
    async closeSession(caller) {
      await ask(sql`SELECT console.close_session(${caller.tokenSha256}::bytea, ${from(caller)})::text`);
    },
    async recordRefusal(caller, action, tenantId) {
      await ask(sql`
        SELECT console.record_refusal(${caller.tokenSha256}::bytea, ${action}, ${tenantId}::uuid, ${from(caller)})::text`);
    },

    clinics: (caller) =>
      ask<ConsoleClinic>(sql`
        SELECT tenant_id::text AS "tenantId", slug, name, institution_code AS "institutionCode", state,
               state_reason AS "stateReason", state_since AS "stateSince", is_demo AS "isDemo", created_at AS "createdAt",
               setup_finished_at AS "setupFinishedAt", closed_on AS "closedOn", retention_until AS "retentionUntil",
               people, last_activity AS "lastActivity"
          FROM console.clinics(${caller.tokenSha256}::bytea)`),
    async counts(caller, tenantId) {
      const row = await one<Omit<ConsoleCounts, 'auditEvents'> & { auditEvents: bigint }>(sql`
        SELECT people, patients, encounters, notes, prescriptions, audit_events AS "auditEvents", waiting,
               last_activity AS "lastActivity"
          FROM console.clinic_counts(${caller.tokenSha256}::bytea, ${tenantId}::uuid)`);
      return { ...row, auditEvents: Number(row.auditEvents) };
    },
    events: (caller, { tenantId, beforeId, limit }) =>
      ask<ConsoleEvent>(sql`
        SELECT id::text, at, operator_name AS "operatorName", action, tenant_id::text AS "tenantId",
               tenant_name AS "tenantName", outcome, reason, client, ip
          FROM console.events(${caller.tokenSha256}::bytea, ${tenantId}::uuid, ${beforeId}::uuid, ${limit}::integer)`),
    async createClinic(caller, clinic) {
      const { id } = await one<{ id: string }>(sql`
        SELECT console.create_clinic(${caller.tokenSha256}::bytea, ${clinic.slug}, ${clinic.name}, ${clinic.institutionCode},
                                     ${clinic.departmentCode}, ${clinic.departmentName}, ${from(caller)})::text AS id`);
      return id;
    },
    async changeClinic(caller, { tenantId, name, institutionCode, reason }) {
      await ask(sql`
        SELECT console.change_clinic(${caller.tokenSha256}::bytea, ${tenantId}::uuid, ${name}, ${institutionCode}, ${reason},
                                     ${from(caller)})::text`);
    },
    async inviteFirstAdmin(caller, person) {
      const { until } = await one<{ until: Date }>(sql`
        SELECT console.invite_first_admin(${caller.tokenSha256}::bytea, ${person.tenantId}::uuid, ${person.familyName},
                                          ${person.givenName}, ${person.familyKana}, ${person.givenKana},
                                          ${person.codeSha256}::bytea, make_interval(hours => ${person.lifetimeHours}),
                                          ${from(caller)}) AS until`);
      return until;
    },
    async suspend(caller, tenantId, reason) {
      await ask(
        sql`SELECT console.suspend_clinic(${caller.tokenSha256}::bytea, ${tenantId}::uuid, ${reason}, ${from(caller)})::text`,
      );
    },
    async resume(caller, tenantId, reason) {
      await ask(
        sql`SELECT console.resume_clinic(${caller.tokenSha256}::bytea, ${tenantId}::uuid, ${reason}, ${from(caller)})::text`,
      );
    },
    async closeClinic(caller, { tenantId, closedOn, keepUntil, reason }) {
      const { until } = await one<{ until: Date }>(sql`
        SELECT console.close_clinic(${caller.tokenSha256}::bytea, ${tenantId}::uuid, ${closedOn}::date, ${keepUntil}::date,
                                    ${reason}, ${from(caller)}) AS until`);
      return until;
    },
    async requestExport(caller, tenantId, reason) {
      const { id } = await one<{ id: string }>(sql`
        SELECT console.request_export(${caller.tokenSha256}::bytea, ${tenantId}::uuid, ${reason}, ${from(caller)})::text AS id`);
      return id;
    },
    async exports(caller, tenantId) {
      const rows = await ask<Omit<ConsoleExport, 'byteLength'> & { byteLength: bigint | null }>(sql`
        SELECT export_id::text AS "exportId", state, requested_at AS "requestedAt", requested_by_name AS "requestedByName",
               finished_at AS "finishedAt", expires_at AS "expiresAt", byte_length AS "byteLength", fetched_at AS "fetchedAt"
          FROM console.exports(${caller.tokenSha256}::bytea, ${tenantId}::uuid)`);
      return rows.map((row) => ({
        ...row,
        byteLength: row.byteLength === null ? null : Number(row.byteLength),
      }));
    },
    async requestDemoReset(caller, tenantId, reason) {
      const { id } = await one<{ id: string }>(sql`
        SELECT console.request_demo_reset(${caller.tokenSha256}::bytea, ${tenantId}::uuid, ${reason}, ${from(caller)})::text AS id`);
      return id;
    },
    demoResets: (caller, tenantId) =>
      ask<ConsoleReset>(sql`
        SELECT reset_id::text AS "resetId", requested_at AS "requestedAt", finished_at AS "finishedAt", failed
          FROM console.demo_resets(${caller.tokenSha256}::bytea, ${tenantId}::uuid)`),
    close: () => client.$disconnect(),
  };
}

function refusalOf(error: unknown): ConsoleRefused | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const cause = (
    error.meta as { driverAdapterError?: { cause?: { originalCode?: string; originalMessage?: string } } }
  )?.driverAdapterError?.cause;
  if (cause?.originalCode === 'SH031') return new ConsoleRefused('session', { cause: error });
  if (cause?.originalCode === 'SH032')
    return new ConsoleRefused(cause.originalMessage ?? 'unknown', { cause: error });
  return null;
}
