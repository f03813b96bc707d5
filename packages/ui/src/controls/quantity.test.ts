import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuantity, stepQuantity } from './quantity.ts';

const half = { min: 0.5, max: 12, step: 0.5 };

describe('readQuantity', () => {
  it.each([
    ['3', 3],
    ['３', 3],
    [' １．５ ', 1.5],
    ['0.5', 0.5],
    ['12', 12],
  ])('reads %s as %d', (typed, value) => {
    expect(readQuantity(typed, half)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'empty'],
    ['　', 'empty'],
    ['三', 'not-a-number'],
    ['1錠', 'not-a-number'],
    ['-1', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['1.', 'not-a-number'],
    ['0', 'too-small'],
    ['12.5', 'too-large'],
    ['1.2', 'not-a-step'],
  ])('refuses %j as %s', (typed, problem) => {
    expect(readQuantity(typed, half)).toEqual({ ok: false, problem });
  });

  it('reads back every value the buttons can reach, typed half width or full width', () => {
    const steps = fc.constantFrom(0.1, 0.25, 0.5, 1, 5);
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 200 }), (step, presses) => {
        const rule = { min: 0, max: 2000, step };
        let value: number | null = null;
        for (let press = 0; press < presses; press += 1) value = stepQuantity(value, 1, rule);
        const typed = String(value);
        const fullWidth = typed.replace(/[0-9.]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
        expect(readQuantity(typed, rule)).toEqual({ ok: true, value });
        expect(readQuantity(fullWidth, rule)).toEqual({ ok: true, value });
        expect(value).toBeCloseTo(step * presses, 6);
      }),
      { numRuns: 60 },
    );
  });
});

describe('stepQuantity', () => {
  it('does not drift: ten presses of 0.1 make exactly 1', () => {
    let value: number | null = null;
    for (let press = 0; press < 10; press += 1) value = stepQuantity(value, 1, { min: 0, max: 5, step: 0.1 });
    expect(value).toBe(1);
  });

  it('stops at both ends', () => {
    expect(stepQuantity(12, 1, half)).toBe(12);
    expect(stepQuantity(0.5, -1, half)).toBe(0.5);
  });

  it('starts from the smallest allowed value when the box is empty', () => {
    expect(stepQuantity(null, 1, half)).toBe(0.5);
    expect(stepQuantity(null, -1, { min: 7, max: 90, step: 1 })).toBe(7);
  });
});
