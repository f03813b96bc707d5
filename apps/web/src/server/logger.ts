import 'server-only';
import { logOptions } from '@shirube/core/shared';
import pino from 'pino';

/** Names, numbers of patients and contents never reach a log: a line is made of ids, codes and times (`logOptions` sees to it). */
export const logger = pino(logOptions('web'));
