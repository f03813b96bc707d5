import type { DraftMedication, DraftRp } from './draft.ts';

type Burden = NonNullable<DraftMedication['burden']>;

/** Which 公費 bear a line where nothing else is said: all that the patient has, in their order. */
export function allSubsidies(count: number): Burden {
  return { first: count > 0, second: count > 1, third: count > 2, special: false };
}

const linesOf = (rps: readonly DraftRp[]): DraftMedication[] => rps.flatMap((rp) => rp.medications);

const mapLines = (rps: readonly DraftRp[], update: (line: DraftMedication) => DraftMedication): DraftRp[] =>
  rps.map((rp) => ({ ...rp, medications: rp.medications.map(update) }));

/** 負担区分 of one line. The record has it for all lines or for none: the others get `usual` where they have none yet. */
export function setBurden(rps: readonly DraftRp[], lineId: string, burden: Burden, usual: Burden): DraftRp[] {
  return mapLines(rps, (line) =>
    line.clientId === lineId ? { ...line, burden } : { ...line, burden: line.burden ?? usual },
  );
}

/** No line says which 公費 bears it. */
export function clearBurdens(rps: readonly DraftRp[]): DraftRp[] {
  return mapLines(rps, (line) => ({ ...line, burden: null }));
}

/** Lines that came to an order in which every line says its 公費 get those of the first that does. */
export function completeBurdens(rps: readonly DraftRp[]): DraftRp[] {
  const lines = linesOf(rps);
  const known = lines.find((line) => line.burden !== null)?.burden ?? null;
  if (known === null || lines.every((line) => line.burden !== null)) return [...rps];
  return mapLines(rps, (line) => (line.burden === null ? { ...line, burden: known } : line));
}

/** Some lines say which 公費 bears them and others do not: the record can not carry that. */
export function burdensAreMixed(rps: readonly DraftRp[]): boolean {
  const lines = linesOf(rps);
  return lines.some((line) => line.burden !== null) && lines.some((line) => line.burden === null);
}
