import { type ExchangeLog, PortError } from '@shirube/core/ports';

export type Exchange = Parameters<ExchangeLog['record']>[0];

export class MemoryLog implements ExchangeLog {
  readonly exchanges: Exchange[] = [];
  async record(exchange: Exchange): Promise<void> {
    this.exchanges.push(exchange);
  }
  /** what happened, one line per exchange */
  lines(): string[] {
    return this.exchanges.map(({ service, operation, outcome }) => `${service} ${operation} ${outcome}`);
  }
}

/** The PortError a call ends with; fails when it ends well or with anything else. */
export async function portErrorOf(call: Promise<unknown>): Promise<PortError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
