import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dividedBy, isDecimal, quantityOf, times } from './decimal.ts';

test('products are exact where floating point is not', () => {
  expect(times('0.1', '3')).toBe('0.3');
  expect(times('1.5', '14')).toBe('21');
  expect(times('100', '10')).toBe('1000');
  expect(times('-2.50', '2')).toBe('-5');
});

test('a quotient is told only when it ends', () => {
  expect(dividedBy('3', '3')).toBe('1');
  expect(dividedBy('1.5', '2')).toBe('0.75');
  expect(dividedBy('0.3', '0.1')).toBe('3');
  expect(dividedBy('2', '3')).toBeNull();
  expect(dividedBy('2', '0')).toBeNull();
});

test('what is multiplied can be divided again', () => {
  const decimal = fc.stringMatching(/^(?:0|[1-9]\d{0,4})(?:\.\d{0,2}[1-9])?$/);
  fc.assert(
    fc.property(decimal, fc.integer({ min: 1, max: 99 }), (dose, days) => {
      expect(dividedBy(times(dose, String(days)), String(days))).toBe(dose);
    }),
  );
});

test('digits that a JSON number would lose stand in quantity-precision', () => {
  expect(quantityOf('5.10', { unit: 'mg/dL' })).toEqual({
    value: 5.1,
    _value: {
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/quantity-precision', valueInteger: 2 }],
    },
    unit: 'mg/dL',
  });
  expect(quantityOf('5.1', {})).toEqual({ value: 5.1 });
});

test('what no JSON number holds to the last digit is no decimal to us', () => {
  expect(isDecimal('123456789012345678901234567890')).toBe(false);
  expect(isDecimal('1e3')).toBe(false);
  expect(isDecimal('+5')).toBe(false);
  expect(isDecimal('0.10')).toBe(true);
});
