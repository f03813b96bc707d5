import { randomUUID } from 'node:crypto';
import { createOutsideServices, readTrust, type Trust } from '@shirube/connectors';
import { encryptAtRest, type FlowContext } from '@shirube/core/shared';
import { signingConfigOf } from '@shirube/core/signing/environment';
import type { Database, Origin, Scope } from '@shirube/db';
import type { WorkerEnvironment } from './env.ts';

const origin: Origin = { client: 'worker', ip: null, sessionId: null, authentication: null };

/** The worker acts for nobody in particular: what it does is written down as the system's doing. */
export const systemScope = (tenantId: string): Scope => ({
  tenantId,
  actor: { staffId: null, name: 'システム', role: 'system', requestId: randomUUID(), origin },
});

/** Seals what lies in the database and is nobody's reading. */
export const sealingKey = (env: WorkerEnvironment): Uint8Array => Buffer.from(env.SHIRUBE_SECRET, 'base64');

const trusts = new WeakMap<WorkerEnvironment, Trust>();

/** What this installation believes of signatures, read once: it holds the revocation lists. Throws as readTrust does. */
export function trustOf(env: WorkerEnvironment): Trust {
  const trust = trusts.get(env) ?? readTrust(env);
  trusts.set(env, trust);
  return trust;
}

/** What a flow of one clinic works with, on the system's behalf. */
export function flowFor(database: Database, env: WorkerEnvironment, tenantId: string): FlowContext {
  const scope = systemScope(tenantId);
  const key = sealingKey(env);
  return {
    run: (work) => database.run(scope, work),
    now: () => new Date(),
    services: createOutsideServices(
      {
        gatewayUrl: env.SHIRUBE_GATEWAY_URL,
        tsaUrl: env.SHIRUBE_TSA_URL,
        sharingUrl: env.SHIRUBE_SHARING_URL,
        signing: signingConfigOf(env),
        privateHosts: env.SHIRUBE_PRIVATE_HOSTS,
        ...trustOf(env),
      },
      {
        record: async (exchange) => {
          // the rounds that find nothing, every few seconds, are no conversation worth keeping
          if (isEmptyListing(exchange)) return;
          await database.run(scope, async (uow) => {
            await uow.tables.exchange.create({
              data: {
                tenantId,
                service: exchange.service,
                operation: exchange.operation,
                correlationId: exchange.correlationId,
                requestEncrypted: encryptAtRest(key, exchange.request),
                responseEncrypted: exchange.response === null ? null : encryptAtRest(key, exchange.response),
                outcome: exchange.outcome,
                startedAt: exchange.startedAt,
                durationMs: exchange.durationMs,
              },
            });
          });
        },
      },
    ),
  };
}

function isEmptyListing(exchange: {
  operation: string;
  outcome: string;
  response: Uint8Array | null;
}): boolean {
  if (exchange.response === null) return false;
  // letters stay in the list until they are accepted; what is new in it is kept as a row of its own (letter.notice)
  if (exchange.operation === 'referrals') return true;
  const answer = Buffer.from(exchange.response).toString('utf8');
  if (exchange.operation === 'listCardResults') return /"files"\s*:\s*\[\s*\]/.test(answer);
  return (
    exchange.operation === 'listDispensed' &&
    /<ProcessingResultStatus>1</.test(answer) &&
    !answer.includes('<DispensingResultInfo>')
  );
}
