import type { DraftRp } from '@shirube/core/prescribing/draft';
import type { DrugHit } from '@shirube/core/prescribing/schema';

/** What the pickers hand to the order. */
export type FormClass = DraftRp['formClass'];

/** A 用法 of the table; under the dummy code the words are the doctor's own. */
export type UsagePick = NonNullable<DraftRp['usage']>;

export type UsageSupplement = DraftRp['supplements'][number];

/** A drug with its usual way of being taken, and whether it is written by its 一般名. */
export type DrugPick = DrugHit & { prescribeAs: 'brand' | 'generic' };
