import type { Instant } from '../records/index.ts';

export interface SharingPort {
  /**
   * Registers one report unit; the same Bundle.identifier replaces what was registered before.
   * Throws PortError user_fixable with the service's own messages when validation refuses it.
   */
  register(request: { institutionCode: string; requestId: string; bundle: Uint8Array }): Promise<{
    acknowledgementId: string;
    acceptedAt: Instant;
  }>;
}
