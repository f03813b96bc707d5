import {
  type DraftMedication,
  type DraftRp,
  type OrderDraft,
  orderDraftSchema,
  plainLine,
  plainRp,
} from '@shirube/core/prescribing/draft';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikeRps, joinAlike, moveLine, placeOf, putBack, removeDrug, splitLine } from './arrange.ts';
import { repeatOrder } from './repeat.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const line = (number: number): DraftMedication => ({
  clientId: id(1000 + number),
  ...plainLine,
  yjCode: '2171022F1029',
  receiptCode: '612170709',
  name: `薬${number}`,
  ingredientName: '',
  dose: '1',
  unit: '錠',
  unitCode: 'TAB',
});

/** Orders of up to five RPs; usages and days repeat, so that RPs that are taken alike occur. */
const orders = fc
  .array(
    fc.record({
      lines: fc.integer({ min: 1, max: 4 }),
      formClass: fc.constantFrom('1' as const, '2' as const),
      quantity: fc.constantFrom(7, 28),
      usage: fc.constantFrom('1011000400000000', '1013044400000000', null),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((shapes): OrderDraft => {
    let number = 0;
    return orderDraftSchema.parse({
      rps: shapes.map(
        (shape, index): DraftRp => ({
          clientId: id(index),
          formClass: shape.formClass,
          ...plainRp,
          quantity: shape.quantity,
          usage: shape.usage && { code: shape.usage, text: shape.usage, timesPerDay: 1 },
          medications: Array.from({ length: shape.lines }, () => line(number++)),
        }),
      ),
    });
  });
const anOrderAndPlaces = fc.tuple(orders, fc.nat(), fc.nat());

const linesOf = (order: OrderDraft): DraftMedication[] => order.rps.flatMap((rp) => rp.medications);
const byId = (lines: DraftMedication[]) => [...lines].sort((a, b) => a.clientId.localeCompare(b.clientId));
const at = <T>(list: readonly T[], number: number): T => list[number % list.length] as T;

describe('分け直し', () => {
  it('keeps every line exactly once and leaves no empty RP, whatever is pressed', () => {
    fc.assert(
      fc.property(
        orders,
        fc.array(fc.tuple(fc.constantFrom('move', 'split', 'join'), fc.nat(), fc.nat()), { maxLength: 12 }),
        (order, presses) => {
          const after = presses.reduce((current, [press, one, two]) => {
            const lineId = at(linesOf(current), one).clientId;
            const rpId = at(current.rps, two).clientId;
            if (press === 'move') return moveLine(current, lineId, rpId);
            return press === 'split' ? splitLine(current, lineId) : joinAlike(current, rpId);
          }, order);
          expect(byId(linesOf(after))).toEqual(byId(linesOf(order)));
          expect(after.rps.every((rp) => rp.medications.length > 0)).toBe(true);
          expect(new Set(after.rps.map((rp) => rp.clientId)).size).toBe(after.rps.length);
        },
      ),
    );
  });

  it('changes no way of taking but that of the line that moves', () => {
    fc.assert(
      fc.property(anOrderAndPlaces, ([order, one, two]) => {
        const moved = at(linesOf(order), one).clientId;
        const after = moveLine(order, moved, at(order.rps, two).clientId);
        for (const each of linesOf(order)) {
          if (each.clientId === moved) continue;
          const way = (of: OrderDraft) => placeOf(of, each.clientId)?.rp.clientId;
          expect(way(after)).toBe(way(order));
        }
      }),
    );
  });

  it('moves no line into an RP that counts something else', () => {
    fc.assert(
      fc.property(anOrderAndPlaces, ([order, one, two]) => {
        const { clientId } = at(linesOf(order), one);
        const after = moveLine(order, clientId, at(order.rps, two).clientId);
        expect(placeOf(after, clientId)?.rp.formClass).toBe(placeOf(order, clientId)?.rp.formClass);
      }),
    );
  });

  it('joins again what was split', () => {
    fc.assert(
      fc.property(anOrderAndPlaces, ([order, one]) => {
        const { clientId } = at(linesOf(order), one);
        const before = placeOf(order, clientId)?.rp as DraftRp;
        const split = splitLine(order, clientId);
        const joined = joinAlike(split, before.clientId);
        // an RP without a usage is alike to nothing: it is not known how it is taken
        if (before.usage === null) expect(joined).toEqual(split);
        else expect(placeOf(joined, clientId)?.rp.clientId).toBe(before.clientId);
        expect(alikeRps(joined, before.clientId)).toEqual([]);
      }),
    );
  });
});

describe('消す and もとに戻す', () => {
  it('gives the very same order back, whatever was taken out, in reverse', () => {
    fc.assert(
      fc.property(orders, fc.array(fc.nat(), { maxLength: 10 }), (order, presses) => {
        const taken = [];
        let current = order;
        for (const press of presses) {
          const lines = linesOf(current);
          if (lines.length === 0) break;
          const place = placeOf(current, at(lines, press).clientId);
          if (!place) break;
          taken.push(place);
          current = removeDrug(current, place.line.clientId);
        }
        expect(byId([...linesOf(current), ...taken.map((each) => each.line)])).toEqual(byId(linesOf(order)));
        expect(taken.reduceRight((back, each) => putBack(back, each), current)).toEqual(order);
      }),
    );
  });

  it('puts a line back once, in whatever sequence the buttons are pressed', () => {
    fc.assert(
      fc.property(orders, fc.nat(), (order, press) => {
        const place = placeOf(order, at(linesOf(order), press).clientId);
        if (!place) throw new Error('the line is there');
        const back = putBack(putBack(removeDrug(order, place.line.clientId), place), place);
        expect(back).toEqual(order);
      }),
    );
  });

  it('takes nothing out for an id that is not there', () => {
    fc.assert(fc.property(orders, (order) => void expect(removeDrug(order, id(9))).toEqual(order)));
  });
});

describe('前回DO', () => {
  const empty = orderDraftSchema.parse({});
  const past = (order: OrderDraft) => ({
    prescriptionId: id(77),
    issuedOn: '2026-10-02',
    issueType: order.issueType,
    rps: order.rps,
    options: order.options,
    changes: [],
  });
  const content = (order: OrderDraft) =>
    order.rps.map(({ clientId: _, medications, ...rp }) => ({
      ...rp,
      medications: medications.map(({ clientId: _id, ...each }) => each),
    }));

  it('of a repetition is the same again, under other ids', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const once = repeatOrder(empty, past(order), { part: 'all' });
        const twice = repeatOrder(empty, past(once), { part: 'all' });
        expect(content(twice)).toEqual(content(order));
        expect(twice.options).toEqual(once.options);
        const ids = [once, twice].flatMap((each) => linesOf(each).map((drug) => drug.clientId));
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('of every line one by one brings every drug exactly once', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const all = linesOf(order).reduce(
          (draft, each) => repeatOrder(draft, past(order), { part: 'line', clientId: each.clientId }),
          empty,
        );
        expect(linesOf(all).map((each) => each.name)).toEqual(linesOf(order).map((each) => each.name));
      }),
    );
  });

  it('leaves what is there alone', () => {
    fc.assert(
      fc.property(orders, orders, (order, before) => {
        const after = repeatOrder(before, past(order), { part: 'all' });
        expect(after.rps.slice(0, before.rps.length)).toEqual(before.rps);
      }),
    );
  });

  it('brings 公費 per line only into an empty order; what is added takes what the order says', () => {
    const burden = { first: true, second: false, third: false, special: false };
    const withBurden = (of: typeof burden | null) =>
      orderDraftSchema.parse({
        rps: [
          {
            clientId: id(1),
            formClass: '1',
            quantity: 7,
            usage: null,
            medications: [{ ...line(1), burden: of }],
          },
        ],
      });
    const said = (order: OrderDraft) => linesOf(order).map((each) => each.burden);
    const alone = repeatOrder(empty, past(withBurden(burden)), { part: 'all' });
    expect(said(alone)).toEqual([burden]);
    const toPlain = repeatOrder(withBurden(null), past(alone), { part: 'all' });
    expect(said(toPlain)).toEqual([null, null]);
    const other = { ...burden, first: false };
    const toOther = repeatOrder(withBurden(other), past(alone), { part: 'all' });
    expect(said(toOther)).toEqual([other, other]);
  });
});
