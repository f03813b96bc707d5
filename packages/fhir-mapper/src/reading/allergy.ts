import type { ReceivedAllergy } from '@shirube/core/records';
import { SYSTEMS } from '../systems.ts';
import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { dateOf } from './dates.ts';
import { codeIn, conceptText, type Reading, tell, tellUnread, wordsOf } from './reading.ts';
import { readSource } from './source.ts';

const KNOWN = [
  'identifier',
  'clinicalStatus',
  'verificationStatus',
  'category',
  'criticality',
  'code',
  'patient',
  'encounter',
  'onsetDateTime',
  'recordedDate',
  'recorder',
  'reaction',
];
const ALLERGEN_SYSTEMS: readonly string[] = [
  SYSTEMS.allergenProduct,
  SYSTEMS.allergenIngredient,
  SYSTEMS.allergenFood,
  SYSTEMS.allergenEnvironment,
];

/** An allergy told by another facility. */
export function readAllergy(resource: JsonObject, reading: Reading): ReceivedAllergy {
  const code = objectOf(resource.code);
  const displayName = conceptText(code) ?? '（アレルゲンが書かれていません）';
  const what = `アレルギー「${displayName}」`;
  tellUnread(reading, what, resource, KNOWN);
  const allergen = objectsOf(code.coding).find(({ system }) => ALLERGEN_SYSTEMS.includes(stringOf(system)));
  const [category, ...further] = listOf(resource.category).map(stringOf);
  if (further.length > 0) tell(reading, what, '種類', further.join('、'));
  return {
    kind: 'allergy',
    source: readSource(resource, reading),
    category:
      category === 'medication' || category === 'food' || category === 'environment' ? category : null,
    code: stringOf(allergen?.code) || null,
    displayName,
    reaction: reactionOf(resource),
    criticality: criticalityOf(resource.criticality),
    onsetDate: dateOf(resource.onsetDateTime, reading, what, '発症日'),
    clinicalStatus: codeIn(resource.clinicalStatus, SYSTEMS.allergyClinical),
    verificationStatus: codeIn(resource.verificationStatus, SYSTEMS.allergyVerification),
  };
}

/** The reactions in words: manifestations first, then what else is said of each. */
function reactionOf(resource: JsonObject): string | null {
  const reactions = objectsOf(resource.reaction).map((reaction) => {
    const { manifestation, ...rest } = reaction;
    const signs = objectsOf(manifestation).map((concept) => conceptText(concept) ?? '');
    return [...signs, wordsOf(rest)].filter((text) => text !== '').join('、');
  });
  return reactions.filter((text) => text !== '').join('／') || null;
}

function criticalityOf(value: unknown): ReceivedAllergy['criticality'] {
  return value === 'low' || value === 'high' || value === 'unable-to-assess' ? value : null;
}
