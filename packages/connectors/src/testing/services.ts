import { type ExchangeLog, type OutsideServices, PortError } from '@shirube/core/ports';
import { createOutsideServices, type OutsideServicesConfig } from '../index.ts';

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

/** Services of one server that serves every protocol under the paths of the sandbox. */
export function servicesAt(
  url: string,
  log: ExchangeLog,
  config: Partial<OutsideServicesConfig> = {},
): OutsideServices {
  return createOutsideServices(
    {
      gatewayUrl: `${url}/gateway`,
      signingUrl: `${url}/csc/v2`,
      tsaUrl: `${url}/tsa`,
      sharingUrl: `${url}/sharing/v0`,
      clientId: 'shirube-test',
      polling: { attempts: 2, intervalMs: 5 },
      ...config,
    },
    log,
  );
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
