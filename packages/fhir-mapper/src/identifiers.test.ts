import { describe, expect, test } from 'vitest';
import {
  BUNDLE_IDENTIFIER,
  bundleIdentifier,
  INSURED_PERSON,
  insuredPersonIdentifier,
  localPatientSystem,
  localPractitionerSystem,
  PUBLIC_ASSISTANCE,
  publicAssistanceIdentifier,
  resourceUuid,
} from './identifiers.ts';
import { PATIENT } from './testing/records.ts';

const COVERAGE = PATIENT.coverage!;

describe('被保険者個人識別子', () => {
  test.each([
    ['the example of the guide', {}, '00012345:あいう:１８７:05'],
    ['no 記号 and no 枝番', { symbol: null, branchNumber: null }, '00012345::１８７:'],
    ['an eight-digit insurer', { insurerNumber: '39131234', symbol: '' }, '39131234::１８７:05'],
    ['blanks taken out', { symbol: 'あ い\u3000う', number: ' １ ８７ ' }, '00012345:あいう:１８７:05'],
    ['two-digit 枝番 as it is', { branchNumber: '00' }, '00012345:あいう:１８７:00'],
  ])('%s', (_name, change, expected) => {
    const identifier = insuredPersonIdentifier({ ...COVERAGE, ...change });
    expect(identifier).toBe(expected);
    expect(identifier).toMatch(INSURED_PERSON);
  });

  test.each([
    '00012345:あいう:１８７',
    '0012345:あいう:１８７:05',
    '00012345:あ う:１８７:05',
    '00012345:あ\u3000う:１８７:05',
    '00012345:あいう:１８７:5',
    '00012345:あ:い:１８７:05',
    '００012345:あ:１８７:05',
  ])('%s is refused', (text) => {
    expect(text).not.toMatch(INSURED_PERSON);
  });
});

test('生活保護受給者識別子 comes from the subsidy under 法別番号 12', () => {
  const identifier = publicAssistanceIdentifier([
    { payerNumber: '21136015', recipientNumber: '1234566' },
    { payerNumber: '12131234', recipientNumber: '0012345' },
  ]);
  expect(identifier).toBe('12131234::0012345:');
  expect(identifier).toMatch(PUBLIC_ASSISTANCE);
  expect(publicAssistanceIdentifier([{ payerNumber: '21136015', recipientNumber: null }])).toBeNull();
});

describe('[Bundle-ID]', () => {
  test('institution ^ year ^ local id', () => {
    const value = bundleIdentifier('1318814790', 2024, 'derived-cond-0001');
    expect(value).toBe('1318814790^2024^derived-cond-0001');
    expect(value).toMatch(BUNDLE_IDENTIFIER);
  });

  test.each([
    '1318814790^2024^',
    '1318814790^2019^a',
    '1318814790^2024^a_b',
    `1318814790^2024^${'a'.repeat(37)}`,
    '13188147901^2024^a',
    '5318814790^2024^a',
    '1348814790^2024^a',
    '1318814790^2024^患者',
  ])('%s is refused', (value) => {
    expect(value).not.toMatch(BUNDLE_IDENTIFIER);
  });
});

test('local namespaces carry 1 and the institution number', () => {
  expect(localPatientSystem('1312345670')).toBe('urn:oid:1.2.392.100495.20.3.51.11312345670');
  expect(localPractitionerSystem('1312345670')).toBe('urn:oid:1.2.392.100495.20.3.41.11312345670');
});

test('resource UUIDs are version 5, equal for equal names and different for every part', () => {
  const uuid = resourceUuid('1318814790^2024^a', 'Condition', '1');
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(resourceUuid('1318814790^2024^a', 'Condition', '1')).toBe(uuid);
  const others = [
    resourceUuid('1318814790^2025^a', 'Condition', '1'),
    resourceUuid('1318814790^2024^a', 'Patient', '1'),
    resourceUuid('1318814790^2024^a', 'Condition', '2'),
  ];
  expect(new Set([uuid, ...others]).size).toBe(4);
});
