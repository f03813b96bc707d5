import { describe, expect, it } from 'vitest';
import { judge } from './advisories.ts';

const today = '2026-11-21';
const advisory = (severity: string, id = 'GHSA-aaaa-bbbb-cccc') => ({
  source: 1,
  name: 'left',
  title: 'eats memory',
  url: `https://github.com/advisories/${id}`,
  severity,
});
const report = (vulnerabilities: object, prod = 200) =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { dependencies: { prod } } });
const found = (severity: string) =>
  report({
    left: { severity, via: [advisory(severity)] },
    right: { severity, via: ['left'] },
  });
const accepted = (more: object = {}) => ({
  id: 'GHSA-aaaa-bbbb-cccc',
  package: 'left',
  reason: 'the function is not called',
  until: '2026-12-31',
  ...more,
});

describe('the dependency audit', () => {
  it('passes without findings, and says how much it looked at', () => {
    expect(judge(report({}), [], today)).toEqual({
      outcome: 'passed',
      lines: ['200 dependencies, 0 high or critical findings, 0 lesser ones'],
    });
  });

  // @proves G6 V15.2.1
  it.each(['high', 'critical'])('fails on a %s finding, once for each advisory', (severity) => {
    const { outcome, lines } = judge(found(severity), [], today);
    expect(outcome).toBe('failed');
    expect(lines[0]).toBe(`${severity}: left: eats memory (GHSA-aaaa-bbbb-cccc)`);
    expect(lines.at(-1)).toBe('200 dependencies, 1 high or critical findings, 0 lesser ones');
  });

  it('counts lesser findings and lets them pass', () => {
    const { outcome, lines } = judge(found('moderate'), [], today);
    expect([outcome, lines]).toEqual([
      'passed',
      ['200 dependencies, 0 high or critical findings, 1 lesser ones'],
    ]);
  });

  it('accepts a finding with its reason until its last day, of this package only', () => {
    expect(judge(found('high'), [accepted()], today).outcome).toBe('passed');
    expect(judge(found('high'), [accepted({ until: today })], today).outcome).toBe('passed');
    expect(judge(found('high'), [accepted({ until: '2026-11-20' })], today).outcome).toBe('failed');
    expect(judge(found('high'), [accepted({ package: 'other' })], today).outcome).toBe('failed');
  });

  it.each([{ reason: ' ' }, { reason: undefined }, { until: 'never' }, { until: '2026-13-01' }, { id: 'x' }])(
    'fails on an acceptance that does not explain itself: %o',
    (more) => {
      expect(judge(report({}), [accepted(more)], today).outcome).toBe('failed');
    },
  );

  it('accepts nothing for more than 90 days', () => {
    expect(judge(found('high'), [accepted({ until: '2027-02-19' })], today).outcome).toBe('passed');
    expect(judge(found('high'), [accepted({ until: '2027-02-20' })], today).outcome).toBe('failed');
  });

  it('says which acceptance is not needed any more', () => {
    const { outcome, lines } = judge(report({}), [accepted()], today);
    expect([outcome, lines[0]]).toEqual([
      'passed',
      'accepted-advisories.json: GHSA-aaaa-bbbb-cccc in left is not found any more and can go',
    ]);
  });

  it.each([
    ['nothing at all', ''],
    ['a page', '<html>'],
    ['a refusal', '{"message":"405 Method Not Allowed","statusCode":405}'],
    ['an error', '{"error":{"code":"ENOLOCK"}}'],
    ['a list', '[]'],
    ['a report over nothing', report({}, 0)],
  ])('has not run when npm prints %s', (_what, printed) => {
    expect(judge(printed, [], today).outcome).toBe('could not run');
  });
});
