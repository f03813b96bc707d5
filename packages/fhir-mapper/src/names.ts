import type { HumanName } from '@medplum/fhirtypes';
import type { PersonNameRecord } from '@shirube/core/records';
import { EXTENSIONS } from './systems.ts';
import { nameText, present, presentList } from './text.ts';

/**
 * 漢字氏名 (IDE) and カナ氏名 (SYL); a name of which nothing is recorded is left out. Family and given name are
 * separated by one half-width blank in `text` (R1113).
 */
export function humanNames(person: PersonNameRecord): HumanName[] {
  return [
    humanName('IDE', person.familyName, person.givenName),
    humanName('SYL', person.familyKana, person.givenKana),
  ].filter((name) => name !== undefined);
}

function humanName(
  representation: 'IDE' | 'SYL',
  familyText: string,
  givenText: string,
): HumanName | undefined {
  const family = nameText(familyText);
  const given = nameText(givenText);
  const parts = presentList([family, given]);
  if (parts === undefined) return undefined;
  return present({
    extension: [{ url: EXTENSIONS.nameRepresentation, valueCode: representation }],
    text: parts.join(' '),
    family,
    given: presentList([given]),
  });
}
