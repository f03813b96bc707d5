import type { PrismaClient } from '../generated/client.ts';

export interface PasskeyEntry {
  passkeyId: string;
  credentialId: Uint8Array<ArrayBuffer>;
  transports: string[];
  name: string;
  backedUp: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface PasskeyForProof {
  passkeyId: string;
  accountId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
}

export interface TotpEntry {
  totpId: string;
  sealed: Uint8Array<ArrayBuffer>;
  lastStep: number;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export type ChallengePurpose = 'sign_in' | 'prove' | 'enrol';

export interface FactorStore {
  putChallenge(input: {
    challengeSha256: Uint8Array;
    purpose: ChallengePurpose;
    sessionId: string | null;
    lifetimeSeconds: number;
  }): Promise<void>;
  /** True once for a challenge that was given out for this purpose and session and is not too old. */
  takeChallenge(
    challengeSha256: Uint8Array,
    purpose: ChallengePurpose,
    sessionId: string | null,
  ): Promise<boolean>;
  passkeysOf(accountId: string): Promise<PasskeyEntry[]>;
  passkeyForProof(credentialId: Uint8Array): Promise<PasskeyForProof | null>;
  addPasskey(input: {
    accountId: string;
    credentialId: Uint8Array;
    publicKey: Uint8Array;
    counter: number;
    transports: string[];
    name: string;
    backedUp: boolean;
  }): Promise<string>;
  /** False when the authenticator's counter did not move on. */
  usePasskey(passkeyId: string, newCounter: number): Promise<boolean>;
  renamePasskey(accountId: string, passkeyId: string, name: string): Promise<boolean>;
  factorCount(accountId: string): Promise<number>;
  /** False for the last factor and for one that is not the person's. */
  removeFactor(accountId: string, factorId: string): Promise<boolean>;
  putTotp(accountId: string, sealed: Uint8Array): Promise<string>;
  totpOf(accountId: string, confirmed: boolean): Promise<TotpEntry | null>;
  /** False when this step or a later one was used already. */
  useTotp(totpId: string, step: number): Promise<boolean>;
  confirmTotp(accountId: string, totpId: string, step: number): Promise<void>;
  replaceRecoveryCodes(accountId: string, codes: { label: string; hash: string }[]): Promise<void>;
  recoveryCode(accountId: string, label: string): Promise<{ codeId: string; codeHash: string } | null>;
  useRecoveryCode(codeId: string): Promise<boolean>;
  recoveryCodesLeft(accountId: string): Promise<{ unused: number; issuedAt: Date | null }>;
}

/** Drivers hand bytes out as Buffers; callers compare and sign plain arrays. */
const bytes = (value: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(value);

export function createFactorStore(client: PrismaClient): FactorStore {
  const done = (rows: { done: boolean | null }[]): boolean => rows[0]?.done === true;
  return {
    async putChallenge({ challengeSha256, purpose, sessionId, lifetimeSeconds }) {
      await client.$queryRaw`
        SELECT identity.put_challenge(${challengeSha256}::bytea, ${purpose}, ${sessionId}::uuid,
                                      make_interval(secs => ${lifetimeSeconds}))::text`;
    },
    async takeChallenge(challengeSha256, purpose, sessionId) {
      return done(
        await client.$queryRaw`
          SELECT identity.take_challenge(${challengeSha256}::bytea, ${purpose}, ${sessionId}::uuid) AS done`,
      );
    },
    async passkeysOf(accountId) {
      const rows = await client.$queryRaw<
        {
          passkey_id: string;
          credential_id: Uint8Array;
          transports: string[];
          name: string;
          backed_up: boolean;
          created_at: Date;
          last_used_at: Date | null;
        }[]
      >`SELECT passkey_id::text, credential_id, transports, name, backed_up, created_at, last_used_at
          FROM identity.passkeys_of(${accountId}::uuid)`;
      return rows.map((row) => ({
        passkeyId: row.passkey_id,
        credentialId: bytes(row.credential_id),
        transports: row.transports,
        name: row.name,
        backedUp: row.backed_up,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
      }));
    },
    async passkeyForProof(credentialId) {
      const rows = await client.$queryRaw<
        {
          passkey_id: string;
          account_id: string;
          public_key: Uint8Array;
          counter: bigint;
          transports: string[];
        }[]
      >`SELECT passkey_id::text, account_id::text, public_key, counter, transports
          FROM identity.passkey_for_proof(${credentialId}::bytea)`;
      const row = rows[0];
      return row
        ? {
            passkeyId: row.passkey_id,
            accountId: row.account_id,
            publicKey: bytes(row.public_key),
            counter: Number(row.counter),
            transports: row.transports,
          }
        : null;
    },
    async addPasskey({ accountId, credentialId, publicKey, counter, transports, name, backedUp }) {
      const rows = await client.$queryRaw<{ id: string }[]>`
        SELECT identity.add_passkey(${accountId}::uuid, ${credentialId}::bytea, ${publicKey}::bytea, ${counter}::bigint,
                                    ${transports}::text[], ${name}, ${backedUp})::text AS id`;
      return rows[0]!.id;
    },
    async usePasskey(passkeyId, newCounter) {
      return done(
        await client.$queryRaw`
          SELECT identity.use_passkey(${passkeyId}::uuid, ${newCounter}::bigint) AS done`,
      );
    },
    async renamePasskey(accountId, passkeyId, name) {
      return done(
        await client.$queryRaw`
          SELECT identity.rename_passkey(${accountId}::uuid, ${passkeyId}::uuid, ${name}) AS done`,
      );
    },
    async factorCount(accountId) {
      const rows = await client.$queryRaw<{ n: number }[]>`
        SELECT identity.factor_count(${accountId}::uuid) AS n`;
      return rows[0]!.n;
    },
    async removeFactor(accountId, factorId) {
      return done(
        await client.$queryRaw`
          SELECT identity.remove_factor(${accountId}::uuid, ${factorId}::uuid) AS done`,
      );
    },
    async putTotp(accountId, sealed) {
      const rows = await client.$queryRaw<{ id: string }[]>`
        SELECT identity.put_totp(${accountId}::uuid, ${sealed}::bytea)::text AS id`;
      return rows[0]!.id;
    },
    async totpOf(accountId, confirmed) {
      const rows = await client.$queryRaw<
        {
          totp_id: string;
          sealed: Uint8Array;
          last_step: bigint;
          created_at: Date;
          last_used_at: Date | null;
        }[]
      >`SELECT totp_id::text, sealed, last_step, created_at, last_used_at
          FROM identity.totp_of(${accountId}::uuid, ${confirmed})`;
      const row = rows[0];
      return row
        ? {
            totpId: row.totp_id,
            sealed: bytes(row.sealed),
            lastStep: Number(row.last_step),
            createdAt: row.created_at,
            lastUsedAt: row.last_used_at,
          }
        : null;
    },
    async useTotp(totpId, step) {
      return done(await client.$queryRaw`SELECT identity.use_totp(${totpId}::uuid, ${step}::bigint) AS done`);
    },
    async confirmTotp(accountId, totpId, step) {
      await client.$queryRaw`
        SELECT identity.confirm_totp(${accountId}::uuid, ${totpId}::uuid, ${step}::bigint) AS done`;
    },
    async replaceRecoveryCodes(accountId, codes) {
      await client.$queryRaw`
        SELECT identity.replace_recovery_codes(${accountId}::uuid, ${codes.map((code) => code.label)}::text[],
                                               ${codes.map((code) => code.hash)}::text[])::text`;
    },
    async recoveryCode(accountId, label) {
      const rows = await client.$queryRaw<{ code_id: string; code_hash: string }[]>`
        SELECT code_id::text, code_hash FROM identity.recovery_code_of(${accountId}::uuid, ${label})`;
      const row = rows[0];
      return row ? { codeId: row.code_id, codeHash: row.code_hash } : null;
    },
    async useRecoveryCode(codeId) {
      return done(await client.$queryRaw`SELECT identity.use_recovery_code(${codeId}::uuid) AS done`);
    },
    async recoveryCodesLeft(accountId) {
      const rows = await client.$queryRaw<{ unused: number; issued_at: Date | null }[]>`
        SELECT unused, issued_at FROM identity.recovery_codes_left(${accountId}::uuid)`;
      return { unused: rows[0]?.unused ?? 0, issuedAt: rows[0]?.issued_at ?? null };
    },
  };
}
