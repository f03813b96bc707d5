import type { Practitioner, Reference } from '@medplum/fhirtypes';
import type { DocumentHead } from '@shirube/core/records';
import { localPractitionerSystem } from '../identifiers.ts';
import { humanNames } from '../names.ts';
import { PROFILES } from '../profiles.ts';
import { EXTENSIONS } from '../systems.ts';
import { nameText, present, presentList, textOf } from '../text.ts';
import { DOCUMENT_SYSTEMS, MEDICAL_REGISTRATION } from './code-systems.ts';
import type { DocumentBuilder } from './document-bundle.ts';

/** 文書作成責任者 as JP_Practitioner_eCS: local staff number, names, 医籍登録番号 (patient-org-practitioner §6). */
export function addAuthor(
  author: DocumentHead['author'],
  document: DocumentBuilder,
): Reference<Practitioner> {
  const value = textOf(author.code);
  const registration = textOf(author.medicalRegistrationNumber);
  return document.add('Practitioner', 'author', (id) =>
    present({
      resourceType: 'Practitioner' as const,
      id,
      meta: document.meta(PROFILES.practitionerEcs),
      identifier:
        value === undefined
          ? undefined
          : [{ system: localPractitionerSystem(document.institutionCode), value }],
      name: presentList(humanNames(author)),
      qualification:
        registration === undefined
          ? undefined
          : [
              {
                identifier: [{ system: MEDICAL_REGISTRATION, value: registration }],
                code: { coding: [{ system: DOCUMENT_SYSTEMS.licence, code: 'medical-registration' }] },
              },
            ],
    }),
  );
}

/** A doctor of whom only the name is known, as one text. */
export function addNamedDoctor(
  name: string,
  localId: string,
  document: DocumentBuilder,
): Reference<Practitioner> {
  return document.add('Practitioner', localId, (id) => ({
    resourceType: 'Practitioner',
    id,
    meta: document.meta(PROFILES.practitionerEcs),
    name: [{ extension: [{ url: EXTENSIONS.nameRepresentation, valueCode: 'IDE' }], text: name }],
  }));
}

/** The name of a person as it stands in a text; '' when none is recorded. */
export function displayName({ familyName, givenName }: DocumentHead['author']): string {
  return presentList([nameText(familyName), nameText(givenName)])?.join(' ') ?? '';
}
