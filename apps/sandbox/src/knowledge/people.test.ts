import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { encodeShiftJis } from '../shift-jis.ts';
import { loadDrugKnowledge } from './drugs.ts';
import { PeopleRegistry } from './people.ts';

const seed = fileURLToPath(new URL('../../../../prisma/seed/', import.meta.url));
const registry = PeopleRegistry.fromFile(join(seed, 'demo-people.json'));
const drugs = loadDrugKnowledge(join(seed, 'masters'));

/** LUHN2-1: from the last digit of the body to the left, weights 2 1 2 1 …; two-digit products are split. */
function checkDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

const ends = (number: string): boolean => checkDigit(number.slice(0, -1)) === number.at(-1);

describe('demo people', () => {
  it('the check digit rule agrees with the published vectors', () => {
    expect(['01130012', '138016', '0110113719'].map(ends)).toEqual([true, true, true]);
  });

  it.each(registry.people.map((person) => [person.id, person] as const))(
    '%s has numbers that pass',
    (_id, person) => {
      for (const held of [person.insurance, person.expiredInsurance]) {
        if (held !== null) expect(ends(held.insurerNumber)).toBe(true);
      }
      for (const subsidy of person.publicSubsidies) {
        expect(ends(subsidy.payerNumber)).toBe(true);
        expect(ends(subsidy.recipientNumber)).toBe(true);
      }
      for (const entry of person.externalDispensing) {
        expect([entry.facilityCode, entry.prescriberCode].map(ends)).toEqual([true, true]);
        const known = drugs.byYjCode(entry.yjCode);
        expect(known).toMatchObject({ receiptCode: entry.receiptCode, name: entry.name });
      }
      if (person.encoding === 'Shift_JIS') {
        expect(() => encodeShiftJis(person.familyName + person.givenName + person.address)).not.toThrow();
      }
    },
  );

  it('has no two people under one insured number', () => {
    for (const person of registry.people) {
      const key =
        person.insurance === null
          ? {
              insurerNumber: person.publicSubsidies[0]!.payerNumber,
              symbol: '',
              number: person.publicSubsidies[0]!.recipientNumber,
              branchNumber: '',
            }
          : {
              insurerNumber: person.insurance.insurerNumber,
              symbol: person.insurance.symbol ?? '',
              number: person.insurance.number,
              branchNumber: person.insurance.branchNumber ?? '',
            };
      expect(registry.find({ ...key, birthDate: null }).map((match) => match.person.id)).toEqual([person.id]);
    }
  });

  it('has people whom kana, birthday and sex cannot tell apart: two of them, and one who is registered twice', () => {
    const alike = Map.groupBy(registry.people, (person) =>
      [person.familyKana, person.givenKana, person.birthDate, person.sex].join(),
    );
    const pairs = [...alike.values()].filter((group) => group.length > 1);
    expect(pairs.map((group) => group.map(({ id }) => id))).toEqual([
      ['p09', 'p10'],
      ['p22', 'p23'],
    ]);
  });

  it('gives every patient number once', () => {
    const numbers = registry.people.map((person) => person.patientNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(readFileSync(join(seed, 'demo-people.json'), 'utf8').endsWith('\n')).toBe(true);
  });
});
