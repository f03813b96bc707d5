import type { AllergyIntolerance, Coding } from '@medplum/fhirtypes';
import type { AllergyRecord } from '@shirube/core/records';
import { departmentExtension, institutionNumberExtension } from './extensions.ts';
import { japaneseDate, japaneseInstant } from './instants.ts';
import { RECORDER_ID, toContainedPractitioner } from './practitioner.ts';
import { PROFILES, versioned } from './profiles.ts';
import type { ResourceContext } from './resource-context.ts';
import { IDENTIFIER_SYSTEMS, SYSTEMS } from './systems.ts';
import { present, presentList, textOf } from './text.ts';

/** The dummy codes of J-FAGY; what the allergen is stands in `code.text`. */
const DUMMY_DISPLAY: Record<string, string> = {
  D9M000000000: '医薬品ダミーコード',
  D9F000000000: '食品ダミーコード',
  D9N000000000: '非食品・非医薬品ダミーコード',
};

/**
 * JP_AllergyIntolerance_eCS, for 薬剤アレルギー等 and その他のアレルギー等 alike: the service tells them apart by
 * `category`. 未告知 and 未提供 do not exist here.
 * @throws MapperError invalid_instant
 */
export function toAllergyIntolerance(record: AllergyRecord, context: ResourceContext): AllergyIntolerance {
  const recorder = toContainedPractitioner(record.recorder, context.institutionCode);
  const reaction = textOf(record.reaction);
  return present({
    resourceType: 'AllergyIntolerance' as const,
    id: context.id,
    meta: {
      lastUpdated: japaneseInstant(record.recordedAt),
      profile: [versioned(PROFILES.allergyIntolerance, context.version)],
    },
    contained: recorder === undefined ? undefined : [recorder],
    extension: presentList([
      institutionNumberExtension(context.institutionCode),
      departmentExtension(record.departmentCode, record.departmentName),
    ]),
    identifier: [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value: record.allergyId }],
    clinicalStatus: { coding: [clinicalStatus(record)] },
    category: [record.category],
    criticality: record.criticality,
    code: present({ coding: [allergenCoding(record)], text: textOf(record.displayName) }),
    patient: { reference: context.patientReference },
    onsetDateTime: textOf(record.onsetDate),
    recordedDate: japaneseDate(record.recordedAt),
    recorder: recorder === undefined ? undefined : { reference: `#${RECORDER_ID}` },
    // manifestation.text is 1..1 from 1.11.0 on and right under 1.10.0 too.
    reaction: reaction === undefined ? undefined : [{ manifestation: [{ text: reaction }] }],
  });
}

/** The profile has no end date: an ended allergy is resolved and stays in the set for five years. */
function clinicalStatus(record: AllergyRecord): Coding {
  return record.endDate === null
    ? { system: SYSTEMS.allergyClinical, code: 'active', display: 'Active' }
    : { system: SYSTEMS.allergyClinical, code: 'resolved', display: 'Resolved' };
}

function allergenCoding(record: AllergyRecord): Coding {
  const display = DUMMY_DISPLAY[record.code] ?? textOf(record.displayName);
  return present({ system: allergenSystem(record), code: textOf(record.code), display });
}

/**
 * The code system of an allergen code, read from its first letters; a code that is none of these gets the system of its
 * category and is refused by validation.
 *
 * assumed: the drug dummy D9M000000000 stands under YCM.
 */
function allergenSystem({ code, category }: AllergyRecord): string {
  if (code.startsWith('GCM')) return SYSTEMS.allergenIngredient;
  if (code.startsWith('YCM') || code.startsWith('D9M')) return SYSTEMS.allergenProduct;
  if (code.startsWith('J9F') || code.startsWith('D9F')) return SYSTEMS.allergenFood;
  if (code.startsWith('J9N') || code.startsWith('D9N')) return SYSTEMS.allergenEnvironment;
  if (category === 'medication') return SYSTEMS.allergenProduct;
  return category === 'food' ? SYSTEMS.allergenFood : SYSTEMS.allergenEnvironment;
}
