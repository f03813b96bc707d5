import { expect, test } from 'vitest';
import type { Issue } from '../../packages/fhir-mapper/src/index.ts';
import type { JudgedFile, JudgeMessage } from './judge.ts';
import { type Expected, unproven, verdictOf } from './verdict.ts';

const known: Expected = {
  errors: [{ text: 'Unknown code X', example: 'a/valid.json', why: '' }],
  warnings: [{ text: 'ValueSet Y not found', why: '' }],
  heldBack: [{ ruleId: 'R1012', why: '' }],
};
const message = (severity: JudgeMessage['severity'], text: string): JudgeMessage => ({
  severity,
  location: 'Bundle',
  id: null,
  message: text,
});
const judged = (...messages: JudgeMessage[]): JudgedFile => ({ file: 'conditions/1.json', messages });
const refusal = (ruleId: string): Issue => ({ severity: 'error', ruleId, path: 'Bundle', message: '' });

test('an error that no official example raises is wrong, whatever stands beside it', () => {
  const verdict = verdictOf(
    judged(message('error', 'Unknown code X at Y'), message('error', 'minimum required = 1')),
    [],
    known,
  );
  expect(verdict.outcome).toBe('wrong');
  expect(verdict.unexplained.map((each) => each.message)).toEqual(['minimum required = 1']);
  expect(verdict.defects).toHaveLength(1);
});

test('a defect of the definitions alone leaves a Bundle valid', () => {
  expect(verdictOf(judged(message('error', 'Unknown code X')), [], known).outcome).toBe('valid');
});

test('a Bundle is held back only when both refuse it and the reason is known', () => {
  const refused = judged(message('error', 'R1012'));
  expect(verdictOf(refused, [refusal('R1012')], known).outcome).toBe('held back');
  expect(verdictOf(refused, [refusal('R1012'), refusal('R0211')], known).outcome).toBe('wrong');
  expect(verdictOf(judged(), [refusal('R1012')], known).outcome).toBe('wrong');
  expect(verdictOf(refused, [], known).outcome).toBe('wrong');
});

test('a warning of ours does not refuse, one of the judge must be explained', () => {
  const own: Issue = { ...refusal('R3010'), severity: 'warning' };
  const verdict = verdictOf(
    judged(message('warning', 'ValueSet Y not found'), message('warning', 'another')),
    [own],
    known,
  );
  expect(verdict.outcome).toBe('valid');
  expect(verdict.unexplainedWarnings.map((each) => each.message)).toEqual(['another']);
});

test('a known defect holds only while its example raises it as an error', () => {
  const example = (severity: JudgeMessage['severity']) => [
    { file: 'a/valid.json', messages: [message(severity, 'Unknown code X')] },
  ];
  expect(unproven(known, example('error'))).toEqual([]);
  expect(unproven(known, example('warning'))).toEqual(known.errors);
  expect(unproven(known, [])).toEqual(known.errors);
});
