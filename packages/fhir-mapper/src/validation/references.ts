import { PROFILES } from '../profiles.ts';
import type { Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from './json.ts';

/** The patient is referenced by the fullUrl of the Patient entry, never by identifier (bundle-types §2). */
export function checkPatientReference(
  { resource, path, name }: Subject,
  element: 'subject' | 'patient',
  patientUrl: string,
  findings: Findings,
): void {
  const reference = stringOf(objectOf(resource[element]).reference);
  if (patientUrl === '' || reference !== patientUrl) {
    findings.error(
      'reference',
      `${path}.${element}`,
      `${name}が送信データの患者を指していません。システム管理者に連絡してください。`,
    );
  }
}

/** Elements that refer to contained resources; some of them are lists. */
const REFERRING = [
  'encounter',
  'recorder',
  'asserter',
  'requester',
  'performer',
  'specimen',
  'basedOn',
] as const;

const PARTS: Record<(typeof REFERRING)[number], string> = {
  encounter: '受診情報',
  recorder: '記録者',
  asserter: '申告者',
  requester: '処方した医師',
  performer: '検査の責任者',
  specimen: '材料',
  basedOn: '依頼',
};

/** Encounter, recorder and the like are contained and referenced by #id; nothing contained is left unreferenced (dom-3). */
export function checkContained({ resource, path, name }: Subject, findings: Findings): void {
  const contained = objectsOf(resource.contained);
  const ids = contained.map(({ id }) => stringOf(id));
  const references = REFERRING.flatMap((element) => {
    const value = resource[element];
    return (Array.isArray(value) ? objectsOf(value) : [objectOf(value)]).map(({ reference }) => ({
      element,
      reference: stringOf(reference),
    }));
  }).filter(({ reference }) => reference !== '');
  for (const { element, reference } of references) {
    if (!reference.startsWith('#') || !ids.includes(reference.slice(1))) {
      findings.error(
        'reference',
        `${path}.${element}`,
        `${name}の${PARTS[element]}が送信データに含まれていません。システム管理者に連絡してください。`,
      );
    }
  }
  ids.forEach((id, index) => {
    const isReferenced = references.some(({ reference }) => reference === `#${id}`);
    if (id === '' || !isReferenced || ids.indexOf(id) !== index) {
      findings.error(
        'dom-3',
        `${path}.contained[${index}]`,
        `${name}に、どこからも使われていない付随情報があります。システム管理者に連絡してください。`,
      );
    }
  });
  contained
    .map((inner, index) => ({ inner, index }))
    .filter(({ inner }) => inner.resourceType === 'Encounter')
    .forEach(({ inner, index }) => {
      checkEncounter(inner, `${path}.contained[${index}]`, name, findings);
    });
}

/** JP_Encounter as it is used inside 5情報: fixed status, class with system, code and display (patient-org-practitioner §7). */
function checkEncounter(encounter: JsonObject, path: string, name: string, findings: Findings): void {
  if (encounter.status !== 'finished') {
    findings.error(
      'fixed-value',
      `${path}.status`,
      `${name}の受診情報の状態は finished でなければなりません。`,
    );
  }
  const encounterClass = objectOf(encounter.class);
  for (const element of ['system', 'code', 'display']) {
    if (stringOf(encounterClass[element]) === '') {
      findings.error('cardinality', `${path}.class.${element}`, `${name}に入院・外来の区分がありません。`);
    }
  }
}

/**
 * R9013C, R9013O, R9019O: a contained Encounter or Practitioner whose meta.profile is exactly one of two URLs. The rules compare the
 * whole list with one string, so neither a version suffix nor a second profile may stand beside it.
 */
export function hasContained(resource: JsonObject, type: 'Encounter' | 'Practitioner'): boolean {
  const accepted: readonly unknown[] =
    type === 'Encounter'
      ? [PROFILES.encounter, PROFILES.encounterEcs]
      : [PROFILES.practitioner, PROFILES.practitionerEcs];
  return objectsOf(resource.contained).some((inner) => {
    const profiles = listOf(objectOf(inner.meta).profile);
    return inner.resourceType === type && profiles.length === 1 && accepted.includes(profiles[0]);
  });
}
