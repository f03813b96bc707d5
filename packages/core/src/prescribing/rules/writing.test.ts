import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLine, plainRp } from '../../records/index.ts';
import { allSubsidies, burdensAreMixed, clearBurdens, completeBurdens, setBurden } from './burden.ts';
import type { DraftMedication, DraftRp } from './draft.ts';
import { fullWidthLength } from './record-limits.ts';
import { activePerUnit, convertDose, titreFactor } from './strength.ts';
import { taperSteps, taperSupplements } from './taper.ts';
import { evenShare, sumOfDoses, unevenCode, unevenDoses } from './uneven.ts';

const doses = fc.integer({ min: 1, max: 200_000 }).map((value) => String(value / 100));

describe('不均等', () => {
  it('adds up to the dose of the day exactly', () => {
    expect(sumOfDoses(['0.1', '0.2'])).toBe('0.3');
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 2, maxLength: 5 }),
        (hundredths) => {
          const each = unevenDoses(hundredths.map((value) => String(value / 100)));
          const total = hundredths.reduce((sum, value) => sum + value, 0);
          expect(Number(each.dose)).toBeCloseTo(total / 100, 9);
          expect(sumOfDoses(each.unevenDoses.map((one) => one.dose))).toBe(each.dose);
        },
      ),
    );
  });

  it('codes each time of the day in eight characters, and leaves out what does not fit', () => {
    expect(unevenCode(1, '1.5')).toBe('V11.5NNN');
    expect(unevenCode(3, '0.25')).toBe('V30.25NN');
    expect(unevenCode(1, '123.456')).toBeNull();
  });

  it('shares a dose only where every time gets the same', () => {
    expect(evenShare('3', 3, 0.5)).toBe('1');
    expect(evenShare('3', 2, 0.5)).toBe('1.5');
    expect(evenShare('1', 3, 0.5)).toBeNull();
  });
});

describe('漸減', () => {
  it('says each step with its days and its dose', () => {
    expect(
      taperSupplements(
        [
          { days: 3, dose: '6' },
          { days: 3, dose: '4.0' },
          { days: 1, dose: '2' },
        ],
        '錠',
      ),
    ).toEqual([
      { kind: 'tapering', text: '1〜3日目:6錠、4〜6日目:4錠、7日目:2錠', code: null, siteCode: null },
    ]);
  });

  it('is read back as the same steps, and no text is longer than the record takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ days: fc.integer({ min: 1, max: 60 }), dose: doses }), {
          minLength: 1,
          maxLength: 10,
        }),
        fc.constantFrom('錠', 'ｇ', 'カプセル'),
        (steps, unit) => {
          const supplements = taperSupplements(steps, unit);
          expect(supplements.every((each) => fullWidthLength(each.text) <= 50)).toBe(true);
          expect(taperSteps(supplements)?.map((step) => [step.days, Number(step.dose)])).toEqual(
            steps.map((step) => [step.days, Number(step.dose)]),
          );
        },
      ),
    );
  });

  it('takes no step out of a text that was written otherwise', () => {
    expect(taperSteps([{ kind: 'tapering', text: '症状をみて減量', code: null, siteCode: null }])).toBeNull();
  });
});

describe('力価', () => {
  it.each([
    ['５ｍｇ１錠', 5, 'mg'],
    ['２０％１ｇ', 200, 'mg'],
    ['１０％１ｇ', 100, 'mg'],
    ['０．５％１ｍＬ', 5, 'mg'],
    ['２５μｇ１錠', 25, 'μg'],
    ['１ｇ１包', 1000, 'mg'],
  ])('reads %s', (strength, amount, unit) => {
    expect(activePerUnit(strength)).toEqual({ amount, unit });
  });

  it.each(['', '配合錠１錠', '１０ｃｍ×１４ｃｍ１枚', '１００単位１ｍＬ１筒'])(
    'does not guess %s',
    (strength) => {
      expect(activePerUnit(strength)).toBeNull();
    },
  );

  it('gives the factor of the record, and none that would have to be rounded', () => {
    expect(titreFactor('２０％１ｇ')).toEqual({ unit: 'mg', factor: '0.005' });
    expect(titreFactor('５ｍｇ１錠')).toEqual({ unit: 'mg', factor: '0.2' });
    expect(titreFactor('３ｍｇ１錠')).toBeNull();
  });

  it('turns a dose into substance and back into the same', () => {
    fc.assert(
      fc.property(doses, fc.constantFrom('２０％１ｇ', '５ｍｇ１錠', '１０ｍｇ１錠'), (dose, strength) => {
        const active = activePerUnit(strength);
        const substance = convertDose(dose, active?.amount ?? Number.NaN);
        expect(Number(convertDose(substance, Number(titreFactor(strength)?.factor)))).toBe(Number(dose));
      }),
    );
  });
});

describe('公費 per line', () => {
  const rps = (...burdens: DraftMedication['burden'][]): DraftRp[] =>
    burdens.map((burden, index) => ({
      clientId: `rp${index}`,
      formClass: '1',
      ...plainRp,
      quantity: 7,
      usage: null,
      medications: [
        {
          clientId: `line${index}`,
          ...plainLine,
          yjCode: '2171022F1029',
          receiptCode: '612170709',
          name: '薬',
          ingredientName: '',
          dose: '1',
          unit: '錠',
          unitCode: 'TAB',
          burden,
        },
      ],
    }));
  const said = (order: readonly DraftRp[]) =>
    order.flatMap((rp) => rp.medications.map((line) => line.burden));
  const [one, two] = [allSubsidies(1), allSubsidies(2)];

  it('is said of all lines as soon as it is said of one, and never of some', () => {
    const after = setBurden(rps(null, null, one), 'line0', two, one);
    expect(said(after)).toEqual([two, one, one]);
    expect(burdensAreMixed(after)).toBe(false);
    expect(said(clearBurdens(after))).toEqual([null, null, null]);
  });

  it('comes to a line that was added', () => {
    expect(burdensAreMixed(rps(two, null))).toBe(true);
    expect(said(completeBurdens(rps(two, null)))).toEqual([two, two]);
    expect(said(completeBurdens(rps(null, null)))).toEqual([null, null]);
  });
});
