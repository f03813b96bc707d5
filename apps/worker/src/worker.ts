import { EventEmitter } from 'node:events';
import { isInUse } from '@shirube/core/clinics';
import { removeExpiredExports } from '@shirube/core/clinics/export';
import {
  cancelPrescription,
  deliverMessage,
  fetchPrescriptionCopy,
  prepareNationalCheck,
  registerPrescription,
} from '@shirube/core/delivery';
import { letterRound, removeExpired } from '@shirube/core/received';
import { type FlowContext, logOptions, traceOf } from '@shirube/core/shared';
import { referralRound } from '@shirube/core/sharing';
import { type Database, openDatabase, type UnitOfWork } from '@shirube/db';
import type { FhirPackage } from '@shirube/fhir-mapper/package';
import { resetDemoClinic } from '@shirube/seed';
import { todayInTokyo } from '@shirube/terminology';
import { makeWorkerUtils, Logger as QueueLogger, run } from 'graphile-worker';
import pino from 'pino';
import { z } from 'zod';
import { auditRound } from './audit-round.ts';
import { flowFor, sealingKey, systemScope, trustOf } from './context.ts';
import type { WorkerEnvironment } from './env.ts';
import { exportClinic } from './export-clinic.ts';
import { nightRounds } from './night-rounds.ts';
import { officialPackage } from './official-package.ts';
import { pollCards } from './poll-cards.ts';
import { prescriptionRounds } from './poll-prescriptions.ts';
import { shareReportUnit } from './share-report-unit.ts';

/** What the outbox asks for. `official`: the FHIR package an operator provides, by which report units are validated too. */
export const handlersWith = (official: FhirPackage | null) => ({
  'prescription.register': registerPrescription,
  'prescription.cancel': cancelPrescription,
  'check.prepare': prepareNationalCheck,
  'prescription.copy': fetchPrescriptionCopy,
  'sharing.Condition': shareReportUnit(official),
  'sharing.AllergyIntolerance': shareReportUnit(official),
  'sharing.Observation': shareReportUnit(official),
  'sharing.referral': shareReportUnit(official),
  'sharing.checkup': shareReportUnit(official),
  'sharing.care_summary': shareReportUnit(official),
});
export const handlers = handlersWith(null);

const beatMilliseconds = 3_000;
/** A worker that has not been heard of for so long is taken for dead: its jobs are given back. */
const silenceSeconds = 15;
const auditRoundMilliseconds = 10 * 60_000;
const sweepMilliseconds = 5 * 60_000;
const nightRoundMilliseconds = 10 * 60_000;
const exportRoundMilliseconds = 60 * 60_000;
/** Nothing is readable after a consent ends, whether this round has come or not; the rows go soon after. */
const removeRoundMilliseconds = 60_000;
const jobPayload = z.object({ tenantId: z.uuid(), messageId: z.uuid() });
const exportPayload = z.object({ tenantId: z.uuid(), exportId: z.uuid() });
const resetPayload = z.object({ tenantId: z.uuid(), resetId: z.uuid() });

export interface RunningWorker {
  stop(): Promise<void>;
}

/** Starts delivery and the rounds to the card readers. Jobs carry ids only; what they mean is read under the clinic's own tenant. */
export async function startWorker(env: WorkerEnvironment): Promise<RunningWorker> {
  // an installation that would believe the wrong roots does not start
  trustOf(env);
  const deliveries = handlersWith(officialPackage(env.SHIRUBE_FHIR_PACKAGE_DIR));
  const logger = pino(logOptions('worker'));
  const database = openDatabase({ url: env.SHIRUBE_DATABASE_APP_URL, poolSize: 5 });
  const startedAt = new Date();
  // the id under which this process locks jobs, so that they can be given back when it dies
  const workerIds = new Set<string>();
  const events = new EventEmitter();
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => workerIds.add(workerPool.id));
  // the queue prints errors whole; here they become lines of our own log
  const queueLogger = new QueueLogger(({ taskIdentifier }) => (level, _message, { error }) => {
    if (level === 'error' || level === 'warning')
      logger[level === 'error' ? 'error' : 'warn']({
        event: 'queue',
        ...(taskIdentifier ? { task: taskIdentifier } : {}),
        ...(error === undefined ? {} : { error }),
      });
  });
  const utils = await makeWorkerUtils({
    connectionString: env.SHIRUBE_DATABASE_QUEUE_URL,
    logger: queueLogger,
  });
  const runner = await run({
    connectionString: env.SHIRUBE_DATABASE_QUEUE_URL,
    concurrency: 4,
    pollInterval: 1_000,
    noHandleSignals: true,
    logger: queueLogger,
    events,
    taskList: {
      deliver_outbox: async (payload) => {
        const { tenantId, messageId } = jobPayload.parse(payload);
        const flow = flowFor(database, env, tenantId);
        if (!(await flow.run(isInUse))) {
          // nothing leaves a clinic that is not in use; when it is resumed the database puts its messages in the queue again
          logger.info({ messageId, result: 'held' });
          return;
        }
        const result = await deliverMessage(flow, messageId, deliveries).catch((error: unknown) => {
          // the queue keeps the words of an error in its own table: it gets a name only
          logger.error({ messageId, error });
          throw new Error(traceOf(error).name);
        });
        logger.info({ messageId, result });
        if (result === 'retry') throw new Error('no acknowledgement yet');
      },
      export_clinic: async (payload) => {
        const { tenantId, exportId } = exportPayload.parse(payload);
        const result = await exportClinic(database, systemScope(tenantId), {
          exportId,
          key: sealingKey(env),
          now: () => new Date(),
        }).catch((error: unknown) => {
          logger.error({ exportId, error });
          return 'failed' as const;
        });
        logger.info({ exportId, result });
      },
      reset_demo: async (payload) => {
        const { resetId } = resetPayload.parse(payload);
        const result = await resetDemoClinic({
          appUrl: env.SHIRUBE_DATABASE_APP_URL,
          key: sealingKey(env),
          asOf: todayInTokyo(new Date()),
          ...resetPayload.parse(payload),
        }).catch((error: unknown) => {
          logger.error({ resetId, error });
          return 'failed' as const;
        });
        logger.info({ resetId, result });
      },
    },
  });
  const beat = async () => {
    for (const workerId of workerIds)
      await database.operations.beat({ workerId, startedAt, version: '0.1.0' });
    const silent = await database.operations.silentWorkers(silenceSeconds);
    if (silent.length === 0) return;
    await utils.forceUnlockWorkers(silent);
    await database.operations.forgetWorkers(silent);
    logger.warn({ workers: silent.length }, 'gave back the jobs of workers that went silent');
  };
  const stopBeating = repeat(beat, beatMilliseconds, (error) => logger.error({ error }));
  const stopPolling = repeat(
    () => inEveryClinic(database, env, pollCards, (error) => logger.warn({ error })),
    env.SHIRUBE_CARD_POLL_MS,
    (error) => logger.error({ error }),
  );
  const askAboutPrescriptions = prescriptionRounds();
  const stopAsking = repeat(
    () => inEveryClinic(database, env, askAboutPrescriptions, (error) => logger.warn({ error })),
    env.SHIRUBE_PRESCRIPTION_POLL_MS,
    (error) => logger.error({ error }),
  );
  const stopReferrals = repeat(
    () => inEveryClinic(database, env, referralRound, (error) => logger.warn({ error })),
    env.SHIRUBE_PRESCRIPTION_POLL_MS,
    (error) => logger.error({ error }),
  );
  const sendWhatTheDayLeft = nightRounds();
  const stopNights = repeat(
    () => inEveryClinic(database, env, sendWhatTheDayLeft, (error) => logger.warn({ error })),
    nightRoundMilliseconds,
    (error) => logger.error({ error }),
  );
  const stopLetters = repeat(
    () => inEveryClinic(database, env, letterRound, (error) => logger.warn({ error })),
    env.SHIRUBE_LETTER_POLL_MS,
    (error) => logger.error({ error }),
  );
  const stopRemoving = repeat(
    () => inAllClinics(database, removeExpired, (error) => logger.warn({ error })),
    removeRoundMilliseconds,
    (error) => logger.error({ error }),
  );
  const stopTidying = repeat(
    () => inAllClinics(database, removeExpiredExports, (error) => logger.warn({ error })),
    exportRoundMilliseconds,
    (error) => logger.error({ error }),
  );
  const stopStamping = repeat(
    () => auditRound(database, (tenantId) => flowFor(database, env, tenantId), logger),
    auditRoundMilliseconds,
    (error) => logger.error({ error }),
  );
  const stopSweeping = repeat(
    async () => {
      const gone = await database.apiAccess.sweep();
      if (gone > 0) logger.info({ event: 'api_swept', count: gone });
    },
    sweepMilliseconds,
    (error) => logger.error({ error }),
  );
  return {
    async stop() {
      await Promise.all([
        stopBeating(),
        stopPolling(),
        stopAsking(),
        stopStamping(),
        stopReferrals(),
        stopNights(),
        stopLetters(),
        stopRemoving(),
        stopTidying(),
        stopSweeping(),
      ]);
      await runner.stop();
      await utils.release();
      await database.operations.forgetWorkers([...workerIds]);
      await database.close();
    },
  };
}

async function inEveryClinic(
  database: Database,
  env: WorkerEnvironment,
  work: (flow: FlowContext, institutionCode: string) => Promise<unknown>,
  report: (error: Error) => void,
): Promise<void> {
  for (const clinic of await database.operations.clinics()) {
    try {
      await work(flowFor(database, env, clinic.tenantId), clinic.institutionCode);
    } catch (error) {
      // one clinic's terminal must not stop the others'
      report(error as Error);
    }
  }
}

/** One unit of work for every clinic there is, suspended and closed ones too: what has expired goes there as well. */
async function inAllClinics(
  database: Database,
  work: (uow: UnitOfWork) => Promise<unknown>,
  report: (error: Error) => void,
): Promise<void> {
  for (const { tenantId } of await database.operations.everyClinic()) {
    try {
      await database.run(systemScope(tenantId), work);
    } catch (error) {
      report(error as Error);
    }
  }
}

/** Runs `work` again and again with a pause between; the returned function waits for the current run. */
function repeat(
  work: () => Promise<void>,
  milliseconds: number,
  onError: (error: Error) => void,
): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => {};
  const loop = (async () => {
    while (!stopped) {
      await work().catch(onError);
      if (stopped) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await loop;
  };
}
