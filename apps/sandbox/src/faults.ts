import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Fault, FaultMode, FaultService, SharingOperation } from './state/state.ts';
import type { StateStore } from './state/store.ts';

const DEFAULT_DELAY_MS: Partial<Record<FaultMode, number>> = { slow: 5_000, timeout_after_commit: 60_000 };

export type SandboxContext = Context<{ Bindings: HttpBindings }>;

/** Makes a service misbehave as its switch says (PROTOCOL.md §5). */
export class FaultSwitches {
  readonly #store: StateStore;
  readonly #stopped: AbortSignal;

  constructor(store: StateStore, stopped: AbortSignal) {
    this.#store = store;
    this.#stopped = stopped;
  }

  of(service: FaultService): Fault {
    return this.#store.state.faults[service];
  }

  /** Whether this signature has to be wrong; a switch for one of them goes back to normal. */
  signsWrongly(service: FaultService): boolean {
    const { mode } = this.of(service);
    if (mode === 'one_wrong_signature') this.#backToNormal(service);
    return mode === 'wrong_signature' || mode === 'one_wrong_signature';
  }

  /** Whether the authorizations end with what has just been signed; the switch goes back to normal. */
  endsAuthorization(service: FaultService): boolean {
    if (this.of(service).mode !== 'session_ends') return false;
    this.#backToNormal(service);
    return true;
  }

  /** How far the service's clock is ahead, in milliseconds. */
  clockAheadMs(service: FaultService): number {
    return this.of(service).mode === 'clock_ahead' ? 3_600_000 : 0;
  }

  /** Whether a service is in this mode, for this operation of it. */
  isIn(service: FaultService, mode: FaultMode, operation?: SharingOperation): boolean {
    const fault = this.of(service);
    return fault.mode === mode && (fault.operation === undefined || fault.operation === operation);
  }

  #backToNormal(service: FaultService): void {
    this.#store.state.faults[service] = { mode: 'normal', delayMs: null };
    this.#store.save();
  }

  /** Runs a handler under the service's switch; `failure` builds the service's own "system failure" answer. */
  async run(
    service: FaultService,
    context: SandboxContext,
    failure: () => Response,
    handler: () => Promise<Response>,
    operation?: SharingOperation,
  ): Promise<Response> {
    const fault = this.of(service);
    if (fault.operation !== undefined && fault.operation !== operation) return handler();
    const delayMs = fault.delayMs ?? DEFAULT_DELAY_MS[fault.mode] ?? 0;
    switch (fault.mode) {
      case 'normal':
      case 'partial':
      case 'wrong_signature':
      case 'one_wrong_signature':
      case 'session_ends':
      case 'clock_ahead':
      case 'refusing':
      case 'duplicate_notices':
        return handler();
      case 'too_many_requests':
        return context.json({ error: 'too_many_requests' }, 429, { 'retry-after': '1' });
      case 'maintenance':
        return context.json({ error: 'temporarily_unavailable' }, 503);
      case 'slow':
        await this.#wait(delayMs);
        return handler();
      case 'down':
        return hangUp(context);
      case 'error':
        return failure();
      case 'timeout_after_commit':
        await handler();
        await this.#wait(delayMs);
        return hangUp(context);
      case 'malformed':
        return half(await handler());
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#stopped.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#stopped.addEventListener('abort', done);
      if (this.#stopped.aborted) done();
    });
  }
}

/** Closes the connection without an answer. */
function hangUp(context: SandboxContext): Response {
  context.env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function half(response: Response): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer());
  return new Response(whole.slice(0, Math.floor(whole.length / 2)), {
    status: 200,
    headers: { 'content-type': response.headers.get('content-type') ?? 'application/octet-stream' },
  });
}
