import { randomUUID } from 'node:crypto';
import { PortError, type TimestampPort } from '@shirube/core/ports';
import {
  certificatesFromPem,
  createTimestampRequest,
  readTimestampResponse,
  TimestampError,
  type TimestampRequest,
  verifyTimestampToken,
} from '@shirube/eprescription';
import { MalformedAnswer, type OutsideClient } from '../http/index.ts';

/** How far the time of a token may be from our clock. */
const MAX_SKEW_MS = 5 * 60 * 1000;

/** Checks kept tokens. rootsPem: the authorities a token may come from. Throws TypeError when there is none. */
export function createTimestampVerifier(rootsPem: string): Pick<TimestampPort, 'verify'> {
  const roots = certificatesFromPem(rootsPem);
  if (roots.length === 0) throw new TypeError('rootsPem holds no certificate');
  return {
    verify(token, digest) {
      try {
        return { time: verifyTimestampToken(token, digest, roots).toISOString() };
      } catch (error) {
        if (!(error instanceof TimestampError)) throw error;
        const what = error.message.replace(/^time stamp: /, '').replaceAll(' ', '_');
        throw new PortError('timestamp', 'signature', error.userMessage, what);
      }
    },
  };
}

/** RFC 3161 over HTTP (section 3.4). now: our clock, against which the time of a token is held. */
export function createTimestampPort(
  http: OutsideClient,
  verifier: Pick<TimestampPort, 'verify'>,
  now: () => Date,
): TimestampPort {
  return {
    ...verifier,
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
