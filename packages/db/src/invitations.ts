import type { PrismaClient } from './generated/client.ts';
import type { StaffRole } from './identity/index.ts';

/** What somebody who holds a code is told before they accept. */
export interface OpenInvitation {
  invitationId: string;
  tenantId: string;
  tenantName: string;
  familyName: string;
  givenName: string;
  roles: StaffRole[];
  /** it waits for a sign-in that exists: its person signs in and accepts */
  forExisting: boolean;
  expiresAt: Date;
}

/** Invitations as somebody sees them who belongs to no clinic yet; everything else about them is the clinic's own. */
export interface InvitationStore {
  /** null when the code is unknown, used, revoked or too old */
  byCode(codeSha256: Uint8Array): Promise<OpenInvitation | null>;
}

export function createInvitationStore(client: PrismaClient): InvitationStore {
  return {
    async byCode(codeSha256) {
      const [row] = await client.$queryRaw<
        {
          invitation_id: string;
          tenant_id: string;
          tenant_name: string;
          family_name: string;
          given_name: string;
          roles: StaffRole[];
          for_existing: boolean;
          expires_at: Date;
        }[]
      >`SELECT invitation_id::text, tenant_id::text, tenant_name, family_name, given_name, roles, for_existing, expires_at
          FROM identity.invitation_by_code(${codeSha256}::bytea)`;
      return row
        ? {
            invitationId: row.invitation_id,
            tenantId: row.tenant_id,
            tenantName: row.tenant_name,
            familyName: row.family_name,
            givenName: row.given_name,
            roles: row.roles,
            forExisting: row.for_existing,
            expiresAt: row.expires_at,
          }
        : null;
    },
  };
}
