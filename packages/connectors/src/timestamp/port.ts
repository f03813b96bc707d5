import { randomUUID } from 'node:crypto';
import type { TimestampPort } from '@shirube/core/ports';
import {
  createTimestampRequest,
  readTimestampResponse,
  TimestampError,
  type TimestampRequest,
} from '@shirube/eprescription';
import { MalformedAnswer, type OutsideClient } from '../http/index.ts';

/** How far the time of a token may be from our clock. */
const MAX_SKEW_MS = 5 * 60 * 1000;

/** RFC 3161 over HTTP (section 3.4). now: our clock, against which the time of a token is held. */
export function createTimestampPort(http: OutsideClient, now: () => Date): TimestampPort {
  return {
    async timestamp(digest) {
      const request = createTimestampRequest(digest);
      return await http.call({
        operation: 'timestamp',
        correlationId: randomUUID(),
        effect: 'repeatable',
        method: 'POST',
        path: [],
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
        body: request.der,
        read: ({ body }) => {
          const { token, time } = readToken(body, request);
          if (Math.abs(time.getTime() - now().getTime()) > MAX_SKEW_MS) throw new MalformedAnswer('genTime');
          return { token, time: time.toISOString() };
        },
      });
    },
  };
}

function readToken(body: Uint8Array, request: TimestampRequest): { token: Uint8Array; time: Date } {
  try {
    return readTimestampResponse(body, request);
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    throw new MalformedAnswer(error.message.replace(/^time stamp: /, ''));
  }
}
