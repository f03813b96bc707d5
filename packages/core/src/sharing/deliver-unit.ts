import { createHash, randomUUID } from 'node:crypto';
import type { DeliveryHandler, PendingMessage } from '../delivery/deliver-message.ts';
import { PortError, type SharingIssue, type SharingPerson, SharingRefused } from '../ports/index.ts';
import type { CalendarDate, Instant } from '../records/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { beginSend, type PlannedSend, type SendPlan } from './begin-send.ts';
import { endSend, noteCancelled, noteUnfinished } from './end-send.ts';
import type { UnitContent } from './unit-content.ts';

/** Which record an entry of a Bundle was made from. */
export interface UnitEntry {
  /** Bundle.entry[3] */
  path: string;
  entity: string;
  id: string;
  label: string;
}

/** A Bundle as it leaves, with what our own validation says of it. */
export interface ComposedUnit {
  /** null: it could not be made; the issues say why */
  bundle: Uint8Array | null;
  /** null: it names nobody by an insurance */
  insuredId: string | null;
  birthDate: CalendarDate;
  /** 閲覧可: the patient of a letter consented here; null: nothing to consent to */
  readable: boolean | null;
  issues: SharingIssue[];
  entries: UnitEntry[];
}

/** Maps and validates (packages/fhir-mapper); deterministic. null: the set is empty, which is cancelled and not sent (R02143). */
export type ComposeUnit = (
  content: UnitContent,
  unit: { identifier: string; timestamp: Instant; onDate: CalendarDate },
) => ComposedUnit | null;

/**
 * Sends one report unit as the record stands now: registers, replaces, or cancels it. A message of an earlier revision sends the newest, so
 * that an old one never takes its place; whichever message comes after that finds nothing to do. Before the first byte leaves, the unit says
 * that an attempt is under way and for whom; after an attempt whose end is not known the service is asked first. An attempt that
 * lost its turn to another (a process that stood still) has the newest revision sent once more.
 *
 * @throws PortError user_fixable when our validation or the service refuses; otherwise as the port
 */
export const deliverUnit =
  (compose: ComposeUnit): DeliveryHandler =>
  async (flow, message) => {
    const token = randomUUID();
    const plan = await flow.run((uow) => beginSend(uow, message, token, compose));
    if (plan === null) return;
    if (plan.formerPerson !== null) await cancelFormer(flow, message, plan, plan.formerPerson);
    if (plan.invalid !== null) throw new PortError('sharing', 'user_fixable', sentenceOf(plan.invalid));
    if (plan.register === null) return;
    await register(flow, message, { ...plan, register: plan.register });
  };

/** 取消, under the insurance it was registered with. */
async function cancelFormer(
  flow: FlowContext,
  message: PendingMessage,
  plan: SendPlan,
  person: SharingPerson,
): Promise<void> {
  try {
    await flow.services.sharing.cancel({
      institutionCode: plan.institutionCode,
      requestId: requestId(message, 'c'),
      identifier: plan.identifier,
      person,
    });
  } catch (error) {
    await flow.run((uow) =>
      noteUnfinished(uow, plan, { operation: 'cancel', content: null, held: null, ...outcomeOf(error) }),
    );
    throw error;
  }
  await flow.run((uow) => noteCancelled(uow, plan));
}

async function register(
  flow: FlowContext,
  message: PendingMessage,
  plan: SendPlan & { register: PlannedSend },
): Promise<void> {
  const { bundle, operation, readable } = plan.register;
  const { institutionCode, identifier } = plan;
  let asked: boolean | null = null;
  try {
    const held = plan.endUnknown
      ? await flow.services.sharing.registered({
          institutionCode,
          requestId: requestId(message, 'q'),
          identifier,
        })
      : null;
    if (plan.endUnknown) asked = held !== null;
    const hasIt = held !== null && held.contentSha256 === sha256Hex(bundle);
    const answer = hasIt
      ? held
      : await flow.services.sharing.register({
          institutionCode,
          requestId: requestId(message, 'r'),
          bundle,
          ...(readable === null ? {} : { readable }),
        });
    await flow.run((uow) =>
      endSend(uow, plan, { operation, content: bundle, acknowledgementId: answer.acknowledgementId }),
    );
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await flow.run((uow) =>
      noteUnfinished(uow, plan, { operation, content: bundle, held: asked, ...outcomeOf(error) }),
    );
    throw error;
  }
}

/** An attempt has a number of its own: the service answers a repeated one with what it answered before. */
const requestId = (message: PendingMessage, step: string): string =>
  `${message.id}-${message.attempts}${step}-${randomUUID().slice(0, 8)}`;

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function outcomeOf(error: unknown): {
  outcome: 'refused' | 'unknown' | 'unreachable';
  issues: SharingIssue[];
} {
  if (error instanceof SharingRefused) return { outcome: 'refused', issues: [...error.issues] };
  if (!(error instanceof PortError)) return { outcome: 'unknown', issues: [] };
  if (error.kind === 'unknown' || error.kind === 'retryable')
    return { outcome: error.code === null ? 'unreachable' : 'unknown', issues: [] };
  const issue = { severity: 'error' as const, ruleId: error.code ?? '', path: '', text: error.userMessage };
  return { outcome: 'refused', issues: [issue] };
}

/** What a person reads first: the errors, without rule and place, which stand beside the items. */
export const sentenceOf = (issues: readonly SharingIssue[]): string => {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const rest = errors.length > 3 ? `（ほか${errors.length - 3}件）` : '';
  return `送る前の確認で、足りないところが見つかりました：${errors
    .slice(0, 3)
    .map(({ text }) => text)
    .join(' ')}${rest}`;
};
