import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.ts';
import { logOptions, plainLogLine, plainMessage, quietConsole, traceOf } from './log-line.ts';

const canaries = [
  '山田 花子',
  'ヤマダ ハナコ',
  'two words',
  'a@b.example',
  '寝つきが悪い。',
  'x\ny',
  '東京都',
];

describe('a log line', () => {
  it('keeps ids, codes, counts and times', () => {
    const line = {
      procedure: 'chart.open',
      requestId: '7d843bc2-25cf-40d5-9a37-b4e2f31d4b3c',
      durationMs: 12,
      ok: false,
      code: 'NOT_FOUND',
      months: ['2026-12', '2027-01'],
    };
    expect(plainLogLine({ ...line, reason: undefined })).toEqual(line);
    expect(plainLogLine({ months: ['2026-12', '山田 花子'] })).toEqual({ months: ['2026-12', '[removed]'] });
  });

  // @proves V16.2.5 V16.4.1 D6
  it('holds no free text in any field, known or not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('procedure', 'reason', 'requestId', 'patientName', 'msg', 'input', 'err', 'error'),
        fc.constantFrom(...canaries),
        fc.boolean(),
        (name, canary, nested) => {
          const line = plainLogLine({ [name]: nested ? { deep: [canary] } : canary });
          expect(JSON.stringify(line)).not.toContain(canary);
        },
      ),
    );
    expect(JSON.stringify(plainLogLine({ [canaries[0] as string]: 1 }))).not.toContain('山田');
  });

  it('says only what the program itself says', () => {
    expect(plainMessage('gave back the jobs of workers that went silent')).toBeDefined();
    for (const canary of canaries.filter((each) => each !== 'two words'))
      expect(plainMessage(canary)).toBeUndefined();
    expect(plainMessage('patient 00012345')).toBeUndefined();
  });
});

describe('the trace of an error', () => {
  // @proves V16.2.5 V16.5.1
  it('tells name, code and place, of its causes too, and nothing of their messages', () => {
    const inner = Object.assign(new Error('value "山田 花子" is too long\n    at 山田 花子'), {
      code: '22001',
    });
    const error = new TypeError('Invalid create() of { familyName: "山田 花子" }', { cause: inner });
    const trace = traceOf(error);
    expect(trace).toMatchObject({ name: 'TypeError', code: null, cause: { name: 'Error', code: '22001' } });
    expect(trace.at[0]).toContain('log-line.test.ts');
    expect(JSON.stringify(trace)).not.toContain('山田');
  });

  it('keeps the sentence of our own errors, which hold no patient data', () => {
    expect(traceOf(new DomainError('stale', '先に更新されています。')).message).toContain(
      '先に更新されています。',
    );
  });

  it('is made of a stack as text in the same way', () => {
    const stack = new RangeError('山田 花子\nis not here').stack as string;
    expect(traceOf(stack).name).toBe('RangeError');
    expect(traceOf(stack).at[0]).toContain('log-line.test.ts');
    expect(JSON.stringify(traceOf(stack))).not.toContain('山田');
  });

  it('is made of anything that is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(traceOf(thrown).at).toEqual([]);
      }),
    );
  });
});

describe('the logger', () => {
  it('passes only the filtered line and the words of the program on', () => {
    const written: unknown[][] = [];
    const { logMethod } = logOptions('web').hooks;
    const log = (...parameters: unknown[]) =>
      logMethod(parameters, function write(...line: unknown[]) {
        written.push(line);
      } as never);
    log({ ok: true }, 'all is well');
    log({ ok: true }, '山田 花子 is well %s', '山田');
    log('山田 花子');
    log(new Error('山田 花子'));
    expect(written.map((line) => line.slice(1))).toEqual([['all is well'], [], [], []]);
    expect(JSON.stringify(written.map(([line]) => plainLogLine(line as never)))).not.toContain('山田');
  });
});

describe('the console', () => {
  // @proves V16.2.5 V16.5.4
  it('of a library becomes a log line without its words', () => {
    const lines: object[] = [];
    const library = { error: (..._: unknown[]) => {}, warn: (..._: unknown[]) => {} };
    quietConsole({ error: (line) => lines.push(line), warn: (line) => lines.push(line) }, library);
    library.error('[next-auth][error][SIGNIN_ERROR]', 'yamada', new Error('山田 花子'));
    library.error(new Error('山田 花子'));
    library.warn('山田 花子');
    expect(lines).toMatchObject([
      { event: expect.any(String), error: expect.any(Error) },
      { error: expect.any(Error) },
      { event: 'console' },
    ]);
    expect(JSON.stringify(lines.map((line) => plainLogLine(line as never)))).not.toMatch(/山田|yamada/);
  });
});
