import type { DraftMedication, DraftRp, OrderDraft } from '@shirube/core/prescribing/draft';

/**
 * 分け直し and もとに戻す: which drug stands in which RP. Whatever is done here, every line stays in the order exactly once, or is in
 * what was taken out.
 */
interface Place {
  rp: DraftRp;
  rpIndex: number;
  line: DraftMedication;
  lineIndex: number;
}

export function placeOf(order: OrderDraft, lineId: string): Place | null {
  for (const [rpIndex, rp] of order.rps.entries()) {
    const lineIndex = rp.medications.findIndex((each) => each.clientId === lineId);
    const line = rp.medications[lineIndex];
    if (line) return { rp, rpIndex, line, lineIndex };
  }
  return null;
}

/** The RPs without one line; an RP that has none left goes with it, every other RP stays the same object. */
function withoutLine(rps: readonly DraftRp[], lineId: string): DraftRp[] {
  return rps.flatMap((rp) => {
    if (!rp.medications.some((each) => each.clientId === lineId)) return [rp];
    const medications = rp.medications.filter((each) => each.clientId !== lineId);
    return medications.length === 0 ? [] : [{ ...rp, medications }];
  });
}

/** A line that was taken out, with where it stood. */
export type TakenOut = Place;

/** Takes a line out. An id that is not there changes nothing. */
export function removeDrug<D extends OrderDraft>(order: D, lineId: string): D {
  return { ...order, rps: withoutLine(order.rps, lineId) };
}

/** Puts a line back where it stood; where its RP is gone, with the RP. A line that is there already stays once. */
export function putBack<D extends OrderDraft>(order: D, taken: TakenOut): D {
  if (placeOf(order, taken.line.clientId)) return order;
  const known = order.rps.some((rp) => rp.clientId === taken.rp.clientId);
  const rps = known
    ? order.rps.map((rp) =>
        rp.clientId === taken.rp.clientId
          ? { ...rp, medications: insert(rp.medications, taken.lineIndex, taken.line) }
          : rp,
      )
    : insert(order.rps, taken.rpIndex, { ...taken.rp, medications: [taken.line] });
  return { ...order, rps };
}

function insert<T>(list: readonly T[], index: number, item: T): T[] {
  const at = Math.min(index, list.length);
  return [...list.slice(0, at), item, ...list.slice(at)];
}

/** RPs may share a line only while they count the same thing: days with days, a total with a total. */
export const canHold = (rp: DraftRp, from: DraftRp): boolean =>
  rp.clientId !== from.clientId && rp.formClass === from.formClass;

/** A line moves to the end of another RP and is taken as that RP says; the RP it leaves goes when it was its last. */
export function moveLine<D extends OrderDraft>(order: D, lineId: string, rpId: string): D {
  const place = placeOf(order, lineId);
  const target = order.rps.find((rp) => rp.clientId === rpId);
  if (!place || !target || !canHold(target, place.rp)) return order;
  const rps = withoutLine(order.rps, lineId).map((rp) =>
    rp.clientId === rpId ? { ...rp, medications: [...rp.medications, place.line] } : rp,
  );
  return { ...order, rps };
}

/** A line gets an RP of its own right behind the one it stood in, taken the same way until that is changed. */
export function splitLine<D extends OrderDraft>(order: D, lineId: string): D {
  const place = placeOf(order, lineId);
  if (!place || place.rp.medications.length < 2) return order;
  const own: DraftRp = { ...place.rp, clientId: crypto.randomUUID(), medications: [place.line] };
  return { ...order, rps: insert(withoutLine(order.rps, lineId), place.rpIndex + 1, own) };
}

/** What makes two RPs one: everything but their drugs. */
const wayOf = ({ clientId: _, medications: _drugs, ...way }: DraftRp): string =>
  JSON.stringify({ ...way, usage: way.usage?.code ?? null });

/** The other RPs that are taken exactly as this one. */
export function alikeRps(order: OrderDraft, rpId: string): DraftRp[] {
  const rp = order.rps.find((each) => each.clientId === rpId);
  if (!rp || rp.usage === null) return [];
  return order.rps.filter((each) => each.clientId !== rpId && wayOf(each) === wayOf(rp));
}

/** Joins into an RP all others that are taken exactly as it is. */
export function joinAlike<D extends OrderDraft>(order: D, rpId: string): D {
  const alike = alikeRps(order, rpId);
  if (alike.length === 0) return order;
  const gone = new Set(alike.map((rp) => rp.clientId));
  const rps = order.rps
    .filter((rp) => !gone.has(rp.clientId))
    .map((rp) =>
      rp.clientId === rpId
        ? { ...rp, medications: [...rp.medications, ...alike.flatMap((each) => each.medications)] }
        : rp,
    );
  return { ...order, rps };
}
