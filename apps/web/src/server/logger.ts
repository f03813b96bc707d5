import 'server-only';
import pino from 'pino';

/** Names, numbers of patients and contents never reach a log: callers pass ids of requests, names of procedures, times. */
export const logger = pino({
  level: process.env.SHIRUBE_LOG_LEVEL ?? 'info',
  base: { service: 'web' },
  redact: {
    paths: ['*.input', '*.password', '*.token', '*.authorization', '*.cookie', 'headers'],
    remove: true,
  },
});
