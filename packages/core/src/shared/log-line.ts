/**
 * What a log line may hold. Logs are read, copied and kept by more people than records are, so a line is built from known
 * fields with plain values: ids, codes, counts, times. Free text never gets through, whoever passes it; an error is
 * reduced to its name, its code and where it happened, because messages of libraries repeat the values they stumbled on.
 */
const fields = new Set([
  ...[
    'action',
    'clientId',
    'clinic',
    'code',
    'count',
    'days',
    'durationMs',
    'event',
    'kind',
    'level',
    'messageId',
    'method',
    'months',
  ],
  ...[
    'oauth',
    'ok',
    'procedure',
    'reason',
    'refused',
    'requestId',
    'rest',
    'result',
    'route',
    'service',
    'signIn',
  ],
  ...['status', 'step', 'task', 'tenantId', 'workers'],
]);

const removed = '[removed]';
/** Ids, names of procedures, codes: one word of ASCII. No space, so no sentence; no @, so no address. */
const plainWord = /^[\w.:/+-]{1,120}$/;
/** Words of the program: English, and no digit in them. */
const plainSentence = /^[A-Za-z ,.'()-]{1,160}$/;

/** Errors of our own whose message is written to be read: it names variables, rules and services, never a value. */
const spokenErrors = new Set(['EnvironmentError', 'DomainError', 'PortError']);

export interface ErrorTrace {
  name: string;
  code: string | null;
  message?: string;
  /** where it happened, innermost first */
  at: string[];
  cause?: ErrorTrace;
}

/** An error without what its message may repeat. */
export function traceOf(error: unknown, depth = 0): ErrorTrace {
  // a stack that was passed as text: its first word names the error
  if (typeof error === 'string')
    return { name: word(/^[\w.]+/.exec(error)?.[0] ?? 'string'), code: null, at: framesOf(error) };
  if (!(error instanceof Error)) return { name: typeof error, code: null, at: [] };
  const code = (error as { code?: unknown }).code;
  const message = spokenErrors.has(error.name) ? { message: error.message } : {};
  const cause = error.cause !== undefined && depth < 3 ? { cause: traceOf(error.cause, depth + 1) } : {};
  return {
    name: word(error.name),
    code: typeof code === 'string' || typeof code === 'number' ? word(String(code)) : null,
    ...message,
    at: framesOf(error.stack ?? ''),
    ...cause,
  };
}

const word = (text: string) => (plainWord.test(text) ? text : removed);

/** Lines of a stack that are places in a program; the message before them may have any number of lines. */
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at [^\n]*:\d+:\d+\)?$/.test(line))
    .slice(0, 12)
    .map((line) => line.trim().slice(3));
}

/** The line that is written in place of what was passed. */
export function plainLogLine(line: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(line)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        if (name === 'error' || name === 'err') return ['error', traceOf(value)];
        if (!fields.has(name)) return [word(name), removed];
        return [name, Array.isArray(value) ? value.slice(0, 20).map(plainValue) : plainValue(value)];
      }),
  );
}

function plainValue(value: unknown): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  return typeof value === 'string' && plainWord.test(value) ? value : removed;
}

/** What the program says beside the fields: its own words, or nothing. */
export const plainMessage = (text: unknown): string | undefined =>
  typeof text === 'string' && plainSentence.test(text) ? text : undefined;

/** Options of pino for every process of ours. */
export function logOptions(service: string) {
  return {
    level: process.env.SHIRUBE_LOG_LEVEL ?? 'info',
    base: { service },
    formatters: { log: plainLogLine },
    hooks: {
      logMethod(
        this: unknown,
        [line, text]: unknown[],
        method: (this: unknown, ...parameters: never[]) => void,
      ): void {
        const said = plainMessage(typeof line === 'object' ? text : line);
        const thing = line instanceof Error ? { error: line } : typeof line === 'object' ? line : {};
        method.apply(this, [thing ?? {}, ...(said === undefined ? [] : [said])] as never[]);
      },
    },
  };
}

/**
 * Libraries print what goes wrong on the console, whole. From here on that becomes a log line of the kind above: name, code
 * and place of the error, and the library's own word for the event when it has one in brackets, as in `[next-auth][error]`.
 */
export function quietConsole(
  log: { error(line: object): void; warn(line: object): void },
  target: Pick<Console, 'error' | 'warn'> = console,
): void {
  const write =
    (level: 'error' | 'warn') =>
    (...parameters: unknown[]) => {
      const [, event] = /^(?:\[[\w-]+\])*?\[([\w-]{1,80})\]/.exec(String(parameters[0])) ?? [];
      const error = parameters.find((each) => each instanceof Error);
      log[level]({ event: event ?? 'console', ...(error === undefined ? {} : { error }) });
    };
  target.error = write('error');
  target.warn = write('warn');
}
