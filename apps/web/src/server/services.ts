import 'server-only';
import {
  createOutsideServices,
  createPrescriptionFilePort,
  readTrust,
  type Trust,
} from '@shirube/connectors';
import type { OutsideServices, PrescriptionFilePort } from '@shirube/core/ports';
import { encryptAtRest } from '@shirube/core/shared';
import { signingConfigOf } from '@shirube/core/signing/environment';
import type { Database, Scope } from '@shirube/db';
import { environment, secretKey } from '../env.ts';

/** Outside services for one clinic and person; every conversation is stored encrypted in that clinic. */
export function outsideServices(database: Database, scope: Scope): OutsideServices {
  const env = environment();
  const key = secretKey();
  return createOutsideServices(
    {
      gatewayUrl: env.SHIRUBE_GATEWAY_URL,
      tsaUrl: env.SHIRUBE_TSA_URL,
      sharingUrl: env.SHIRUBE_SHARING_URL,
      signing: signingConfigOf(env),
      privateHosts: env.SHIRUBE_PRIVATE_HOSTS,
      ...trust(),
    },
    {
      record: (exchange) =>
        database.run(scope, async (uow) => {
          await uow.tables.exchange.create({
            data: {
              tenantId: scope.tenantId,
              service: exchange.service,
              operation: exchange.operation,
              correlationId: exchange.correlationId,
              actorId: scope.actor.staffId,
              requestEncrypted: encryptAtRest(key, exchange.request),
              responseEncrypted: exchange.response === null ? null : encryptAtRest(key, exchange.response),
              outcome: exchange.outcome,
              startedAt: exchange.startedAt,
              durationMs: exchange.durationMs,
            },
          });
        }),
    },
  );
}

/** The written forms of prescriptions. Nobody outside is asked but for revocation lists, where a signature is examined. */
export function prescriptionFiles(): PrescriptionFilePort {
  return createPrescriptionFilePort(trust());
}

let kept: Trust | undefined;

/** What this installation believes of signatures, read once: it holds the revocation lists. */
function trust(): Trust {
  kept ??= readTrust(environment());
  return kept;
}
