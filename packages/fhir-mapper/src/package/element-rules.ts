import type { Findings } from '../validation/issue.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from '../validation/json.ts';
import { isKindOf, isResourceType } from './base-model.ts';
import type { ElementDefinition } from './definitions.ts';
import { brokenRule, labelOf, ruleOf } from './element-messages.ts';
import { withoutVersion } from './fhir-package.ts';
import type { Invariants } from './invariants.ts';
import { type Place, resolveReference } from './place.ts';
import { prescribedValue } from './profile-tree.ts';
import type { SlicingContext } from './slicing.ts';
import { hasCode, type Membership, membership } from './terminology.ts';
import { equalsFixed, matchesPattern } from './values.ts';

/** What the rules of one element need to know. */
export interface RuleContext extends SlicingContext {
  findings: Findings;
  invariants: Invariants;
}

/** One value of an element with its place in the JSON. */
export interface Subject {
  value: unknown;
  path: string;
  /** FHIR type or path under which R4 knows the element's properties */
  key: string;
}

/** The element's invariants, in FHIRPath. */
export function checkConstraints(
  { findings, invariants }: RuleContext,
  definition: ElementDefinition,
  { value, path, key }: Subject,
  place: Place,
): void {
  for (const constraint of definition.constraint ?? []) {
    const verdict = invariants.check(constraint, value, key, place);
    if (verdict === 'holds') continue;
    const label = labelOf(definition);
    if (verdict === 'not evaluated')
      findings.warning(ruleOf(constraint), path, `規則 ${constraint.key} を確かめられませんでした。`);
    else if (constraint.severity === 'warning')
      findings.warning(ruleOf(constraint), path, brokenRule(constraint, label));
    else findings.error(ruleOf(constraint), path, brokenRule(constraint, label));
  }
}

/** fixed[x], pattern[x] and maxLength. */
export function checkPrescribed(
  { findings }: RuleContext,
  definition: ElementDefinition,
  { value, path }: Subject,
): void {
  const prescribed = prescribedValue(definition);
  if (prescribed !== null) {
    const fits = prescribed.kind === 'fixed' ? equalsFixed : matchesPattern;
    const wanted =
      typeof prescribed.value === 'string' ? `「${prescribed.value}」` : 'プロファイルが定めた値';
    if (!fits(value, prescribed.value))
      findings.error('fixed-value', path, `${labelOf(definition)}は${wanted}でなければなりません。`);
  }
  const { maxLength } = definition;
  if (maxLength !== undefined && typeof value === 'string' && [...value].length > maxLength)
    findings.error('cardinality', path, `${labelOf(definition)}は${maxLength}文字までです。`);
}

/** A required binding, as far as its codes are at hand completely. */
export function checkBinding(
  { findings, fhirPackage }: RuleContext,
  definition: ElementDefinition,
  { value, path }: Subject,
): void {
  const { strength, valueSet } = definition.binding ?? {};
  if (strength !== 'required' || valueSet === undefined) return;
  const codes = codesOf(value);
  if (codes === null) return;
  const memberships = codes.map(
    ({ code, system }): Membership => (code === '' ? 'no' : membership(fhirPackage, valueSet, code, system)),
  );
  if (memberships.some((each) => each !== 'no')) return;
  if (memberships.length === 0 && fhirPackage.valueSet(valueSet) === undefined) return;
  findings.error(
    'binding',
    path,
    `${labelOf(definition)}に、定められたコード表（${withoutVersion(valueSet)}）のコードがありません。`,
  );
}

/** The codes of a coded value; null when the type carries none. */
function codesOf(value: unknown): { code: string; system?: string }[] | null {
  if (typeof value === 'string') return [{ code: value }];
  if (!isObject(value)) return null;
  const codings = 'coding' in value || 'text' in value ? objectsOf(value.coding) : [value];
  return codings.map(({ code, system }) => ({ code: stringOf(code), system: stringOf(system) }));
}

/**
 * A code that its own code system, complete in the package, does not have. A warning: whether the code may stand here is the binding's
 * to say, and a package may bring an older copy of another's code system.
 */
export function checkCoding({ findings, fhirPackage }: RuleContext, coding: JsonObject, path: string): void {
  const [system, code] = [stringOf(coding.system), stringOf(coding.code)];
  if (system === '' || code === '' || hasCode(fhirPackage, system, code) !== 'no') return;
  findings.warning('code', `${path}.code`, `コード体系（${system}）の一覧にないコードです。`);
}

/** Reference.type names a resource of R4, or is the address of a profile. */
export function checkReferenceType({ findings }: RuleContext, reference: JsonObject, path: string): void {
  const type = stringOf(reference.type);
  if (type !== '' && !type.includes('/') && !isResourceType(type))
    findings.error('type', `${path}.type`, '参照先の種類（type）が、リソースの名前ではありません。');
}

/** A reference leads somewhere, to a resource of a kind and profile that may stand there. */
export function checkReference(
  context: RuleContext,
  definition: ElementDefinition,
  { value, path }: Subject,
  place: Place,
): void {
  if (!isObject(value)) return;
  const reference = stringOf(value.reference);
  if (reference === '') return;
  const target = resolveReference(reference, place);
  const label = labelOf(definition);
  if (target === null) {
    if (reference.startsWith('#') || (place.bundle !== null && reference.startsWith('urn:')))
      context.findings.error('reference', path, `${label}の参照先が見つかりません。`);
    return;
  }
  const profiles = (definition.type ?? []).flatMap(({ targetProfile }) => targetProfile ?? []);
  if (profiles.length > 0 && !profiles.some((profile) => isTarget(context, target, profile, place)))
    context.findings.error('reference', path, `${label}の参照先の種類が正しくありません。`);
}

function isTarget(context: RuleContext, target: JsonObject, canonical: string, place: Place): boolean {
  const profile = context.fhirPackage.profile(canonical);
  const type = stringOf(target.resourceType);
  if (profile === undefined)
    return isKindOf(type, canonical.slice(canonical.lastIndexOf('/') + 1).split('|')[0] ?? '');
  return profile.type === type && context.conformsTo(target, canonical, place);
}
