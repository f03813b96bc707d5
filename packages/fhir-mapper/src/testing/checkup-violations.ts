import { checkupToBundle } from '../checkup/index.ts';
import { CHECKUP } from './checkup.ts';
import { issuesAfter, type Json } from './violations.ts';

export const CHECKUP_BUNDLE = checkupToBundle(CHECKUP);

/** Finds an entry of the Bundle. */
export type Find = (json: Json) => Json;

const entry =
  (type: string, isWanted: (resource: Json) => boolean = () => true): Find =>
  (json) =>
    json.entry.find(({ resource }: Json) => resource.resourceType === type && isWanted(resource));
const claiming = (type: string, profile: string): Find =>
  entry(type, ({ meta }) => meta.profile[0].includes(profile));
/** The result of an item. */
export const item = (code: string): Find =>
  entry('Observation', ({ code: own }) => own.coding[0].code === code);

export const composition = entry('Composition');
export const patient = entry('Patient');
export const practitioner = entry('Practitioner');
export const encounter = entry('Encounter');
export const organization = claiming('Organization', 'JP_Organization_eCheckupGeneral');
export const insurer = claiming('Organization', 'JP_OrganizationInsurer');
export const insurance = claiming('Coverage', 'JP_CoverageInsurance');
export const ticket = claiming('Coverage', 'JP_CoverageService');
export const group = claiming('Observation', 'JP_ObservationGroup');
export const height = item('9N001000000000001');
export const history = item('9N056000000000011');
export const sugar = item('1A020000000191111');
export const protein = item('1A010000000191111');
export const fat = item('3F015000002327101');

/** What is done to an entry's resource. */
export const at =
  (find: Find, violate: (resource: Json) => void): ((json: Json) => void) =>
  (json) => {
    violate(find(json).resource);
  };

/** The place of an element in the sound Bundle. */
export function placeOf(find: Find, element: string): string {
  const json = structuredClone(CHECKUP_BUNDLE) as Json;
  return `Bundle.entry[${json.entry.indexOf(find(json))}].resource.${element}`;
}

/** An element of a resource that is set (or taken away: undefined), the error that must follow, and where, if elsewhere. */
export type ElementViolation = [
  find: Find,
  element: string,
  value: unknown,
  ruleId: string,
  message: string,
  place?: string,
];

export function issuesOf([find, element, value]: ElementViolation) {
  return issuesAfter(
    CHECKUP_BUNDLE,
    at(find, (resource) => {
      assign(resource, element, value);
    }),
  );
}

/** Sets `a.b[0].c`; undefined removes it. */
function assign(target: Json, element: string, value: unknown): void {
  const keys = element.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop() ?? '';
  const holder = keys.reduce((held, key) => held[key], target);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}
