import type { ExchangeLog, OutsideServices, RevocationPort } from '@shirube/core/ports';
import { createEligibilityPort } from './eligibility/index.ts';
import { createEPrescriptionPort } from './eprescription/index.ts';
import { GatewayClient, type Polling } from './gateway/index.ts';
import { OutsideClient, outbound, type ServiceName } from './http/index.ts';
import { createPrescriptionFilePort } from './prescription-files/index.ts';
import { createSharingPort } from './sharing/index.ts';
import { createSignedDocumentPort } from './signed-documents/index.ts';
import { createSigningServices, type SigningConfig } from './signing/index.ts';
import { createTimestampPort, createTimestampVerifier } from './timestamp/index.ts';

/** Where the outside services are. The caller has validated it (absolute http or https addresses). */
export interface OutsideServicesConfig {
  /** gateway of the 資格確認端末, up to and including its prefix: https://gateway.example/gateway */
  gatewayUrl: string;
  /** the ways to sign; every address is reachable from the doctor's browser too */
  signing: SigningConfig;
  /** the address time-stamp queries are posted to: https://tsa.example/tsa */
  tsaUrl: string;
  /** base of the sharing service with its version: https://sharing.example/sharing/v0 */
  sharingUrl: string;
  /** PEM of the HPKI roots this installation trusts; at least one */
  trustedRootsPem: string;
  /** PEM of the roots of the time-stamp authority; the HPKI roots when it is not given */
  timestampRootsPem?: string;
  /** where revocation lists come from; without it revocation stays unchecked */
  revocation?: RevocationPort;
  /** milliseconds from the start of a call to the last byte of its answer */
  timeouts?: Partial<Record<ServiceName, number>>;
  /** how an answer 処理中 is asked for again */
  polling?: Polling;
  /** names of hosts that may resolve to private addresses: the operator runs them in the clinic's own network */
  privateHosts?: readonly string[];
  now?: () => Date;
}

/** Registering takes about 2 s and a check about 1 s when all is well (運用FAQ of the service). */
const TIMEOUT_MS: Record<ServiceName, number> = {
  eligibility: 15_000,
  eprescription: 20_000,
  signing: 15_000,
  timestamp: 10_000,
  sharing: 30_000,
};

/** The largest answer is 処方内容（控え）, a PDF in Base64; 薬剤情報 of a long history comes next. */
const MAX_ANSWER_BYTES: Record<ServiceName, number> = {
  eligibility: 2 * 1024 * 1024,
  eprescription: 16 * 1024 * 1024,
  signing: 1024 * 1024,
  timestamp: 64 * 1024,
  // a letter may be as large as what may be registered (10 MB); 6情報 come several at once, in Base64
  sharing: 16 * 1024 * 1024,
};

const POLLING: Polling = { attempts: 5, intervalMs: 1_000 };

/**
 * Adapters of core's ports over HTTP. Each service can reach its configured address only; redirects are not
 * followed; every call is recorded in the log. Throws TypeError when an address is not one, and an error when the trusted
 * roots cannot be read.
 */
export function createOutsideServices(config: OutsideServicesConfig, log: ExchangeLog): OutsideServices {
  const now = config.now ?? (() => new Date());
  const client = (service: ServiceName, baseUrl: string) =>
    new OutsideClient({
      service,
      baseUrl: new URL(baseUrl).href,
      timeoutMs: config.timeouts?.[service] ?? TIMEOUT_MS[service],
      maxAnswerBytes: MAX_ANSWER_BYTES[service],
      privateHosts: config.privateHosts ?? [],
      log,
    });
  const gateway = (service: ServiceName) =>
    new GatewayClient(client(service, config.gatewayUrl), config.polling ?? POLLING);
  const files = createPrescriptionFilePort(config);
  const timestamp = createTimestampPort(
    client('timestamp', config.tsaUrl),
    createTimestampVerifier(config.timestampRootsPem ?? config.trustedRootsPem),
    now,
  );
  return {
    files,
    documents: createSignedDocumentPort(config, timestamp, now),
    eligibility: createEligibilityPort(gateway('eligibility')),
    ePrescription: createEPrescriptionPort(gateway('eprescription'), now),
    signing: createSigningServices(config.signing, (url) => client('signing', url), files, now),
    timestamp,
    sharing: createSharingPort(client('sharing', config.sharingUrl)),
  };
}

/** Whether a configured service says that it is well: `/health` on its origin, within two seconds. Never throws. */
export async function isWell(serviceUrl: string, privateHosts: readonly string[]): Promise<boolean> {
  const address = new URL('/health', serviceUrl);
  try {
    const { status } = await outbound(
      address,
      { method: 'GET', headers: {}, timeoutMs: 2_000, maxAnswerBytes: 64 * 1024 },
      { origin: address.origin, privateHosts },
    );
    return status === 200;
  } catch {
    return false;
  }
}
