import type { PastOrder } from '@shirube/core/charting/schema';
import { type DraftRp, type OrderDraft, plainOptions } from '@shirube/core/prescribing/draft';
import { completeBurdens, repeatedOptions } from '@shirube/core/prescribing/writing';

/** Of an earlier prescription: all of it, one RP, or one line. */
export type Repeated = { part: 'all' } | { part: 'rp' | 'line'; clientId: string };

/** The same RPs under new ids: the repetition is its own order and is checked like anything new. */
function copied(rps: readonly DraftRp[], what: Repeated): DraftRp[] {
  return rps.flatMap((rp): DraftRp[] => {
    const medications = rp.medications.filter(
      (line) =>
        what.part === 'all' ||
        (what.part === 'rp' ? rp.clientId === what.clientId : line.clientId === what.clientId),
    );
    if (medications.length === 0) return [];
    return [
      {
        ...rp,
        clientId: crypto.randomUUID(),
        medications: medications.map((line) => ({ ...line, clientId: crypto.randomUUID() })),
      },
    ];
  });
}

/**
 * 前回DO. All of a prescription brings its 備考, リフィル and 残薬確認 too, where nothing has been said yet about this one; an RP or a
 * line brings only itself. 公費 per line comes only with everything into an empty order; else the lines take what the order says.
 */
export function repeatOrder<D extends OrderDraft>(draft: D, past: PastOrder, what: Repeated): D {
  const alone = what.part === 'all' && draft.rps.length === 0;
  const rps = copied(past.rps, what).map((rp) =>
    alone ? rp : { ...rp, medications: rp.medications.map((line) => ({ ...line, burden: null })) },
  );
  const untouched = JSON.stringify(draft.options) === JSON.stringify(plainOptions);
  return {
    ...draft,
    rps: completeBurdens([...draft.rps, ...rps]),
    options: what.part === 'all' && untouched ? repeatedOptions(past.options) : draft.options,
  };
}
