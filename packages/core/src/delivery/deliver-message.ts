import { PortError } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';

/** One outbound message as a handler sees it. */
export interface PendingMessage {
  id: string;
  kind: string;
  patientId: string | null;
  aggregateId: string;
  idempotencyKey: string;
  payload: Record<string, unknown>;
  /** attempts that were made before this one */
  attempts: number;
}

/**
 * Sends one message. Must be safe to repeat: a worker may die between the send and the note of it. Returns when the other
 * side has acknowledged; throws PortError otherwise.
 */
export type DeliveryHandler = (flow: FlowContext, message: PendingMessage) => Promise<void>;

/** After so many attempts without an answer a person looks at it; about a day with the queue's growing pauses. */
const attemptsBeforeDead = 20;

export type DeliveryResult = 'delivered' | 'refused' | 'dead' | 'retry' | 'nothing_to_do';

/**
 * Delivers one outbox message: acknowledged, or refused in front of a person, or tried again later. Every attempt leaves a
 * row. `retry` means the caller should let its queue call again.
 */
export async function deliverMessage(
  flow: FlowContext,
  messageId: string,
  handlers: Record<string, DeliveryHandler>,
): Promise<DeliveryResult> {
  const row = await flow.run((uow) => uow.tables.outboxMessage.findFirst({ where: { id: messageId } }));
  if (row?.state !== 'pending') return 'nothing_to_do';
  const message: PendingMessage = { ...row, payload: row.payload as Record<string, unknown> };
  const startedAt = flow.now();
  let result: Exclude<DeliveryResult, 'nothing_to_do'> = 'delivered';
  let sentence: string | null = null;
  const handler = handlers[row.kind];
  try {
    if (!handler)
      throw new PortError('outbox', 'user_fixable', `送り方の分からない種類です（${row.kind}）。`);
    await handler(flow, message);
  } catch (error) {
    if (!(error instanceof PortError)) {
      sentence = 'プログラムの誤りで送れませんでした。管理者に知らせてください。';
      result = row.attempts + 1 >= attemptsBeforeDead ? 'dead' : 'retry';
      await note(flow, row.id, row.attempts, startedAt, result, sentence);
      throw error;
    }
    sentence = error.userMessage;
    const again = error.kind === 'retryable' || error.kind === 'unknown';
    result = again ? (row.attempts + 1 >= attemptsBeforeDead ? 'dead' : 'retry') : 'refused';
  }
  await note(flow, row.id, row.attempts, startedAt, result, sentence);
  return result;
}

async function note(
  flow: FlowContext,
  messageId: string,
  attempts: number,
  startedAt: Date,
  result: Exclude<DeliveryResult, 'nothing_to_do'>,
  sentence: string | null,
): Promise<void> {
  await flow.run(async (uow) => {
    await uow.tables.outboxAttempt.create({
      data: {
        tenantId: uow.tenantId,
        messageId,
        startedAt,
        finishedAt: uow.now,
        result,
        error: sentence,
      },
    });
    await uow.tables.outboxMessage.update({
      where: { tenantId_id: { tenantId: uow.tenantId, id: messageId } },
      data: {
        state: result === 'retry' ? 'pending' : result,
        attempts: attempts + 1,
        lastError: sentence,
        deliveredAt: result === 'delivered' ? uow.now : null,
        rowVersion: { increment: 1 },
      },
    });
  });
}
