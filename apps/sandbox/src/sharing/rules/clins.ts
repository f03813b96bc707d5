import { type JsonObject, object, objects, string } from '../json.ts';
import { CLINS, ECS, RESOURCE_TYPE_TAG } from '../names.ts';
import { type Add, claimedVersion, claims, entriesOf } from './elements.ts';
import { checkHeader } from './header.ts';
import { checkItem, ITEM_PROFILE } from './items.ts';
import { checkPatient } from './patient.ts';

export const CLINS_BUNDLE = `${CLINS}/StructureDefinition/JP_Bundle_CLINS`;

/** The tagged types that are sent as a report unit of their own: 処方 is not. */
const SENT_TYPES = ['AllergyIntolerance', 'Condition', 'Observation'];

/** A report unit of the 5情報 (bundle-types.md §3). */
export function checkClinsBundle(bundle: JsonObject, institutionCode: string, add: Add): void {
  checkHeader(bundle, CLINS_BUNDLE, institutionCode, 'collection', add);
  const tags = objects(object(bundle.meta).tag).filter(({ system }) => system === RESOURCE_TYPE_TAG);
  if (tags.length !== 1) add('R02141', 'Bundle.meta.tag', '送信単位のリソース種別タグがちょうど1つ必要です');
  const tagged = string(tags[0]?.code);
  if (tags.length === 1 && !SENT_TYPES.includes(tagged))
    add(
      'R02142',
      'Bundle.meta.tag',
      'タグのリソース種別が AllergyIntolerance、Condition、Observation のいずれでもありません',
    );
  const [first, ...items] = entriesOf(bundle);
  if (first?.type !== 'Patient') add('R0211', 'Bundle.entry[0]', '先頭の要素は Patient でなければなりません');
  else {
    if (!claims(first.resource, `${ECS}/JP_Patient_eCS`))
      add('R0212', `${first.path}.meta.profile`, 'Patient に JP_Patient_eCS の指定がありません');
    const version = claimedVersion(bundle, CLINS_BUNDLE);
    checkPatient(first.resource, first.path, { version, namesRequired: true }, add);
  }
  if (tagged !== '' && !items.some(({ type }) => type === tagged))
    add('R02143', 'Bundle.entry', 'タグで指定した種別のリソースが1つもありません');
  for (const { resource, type, path } of items) {
    if (type !== tagged || ITEM_PROFILE[type] === undefined)
      add('SLICE', path, '1つの送信単位には1種類のリソースだけを入れてください');
    checkItem(resource, path, institutionCode, add);
    const subject = object(type === 'AllergyIntolerance' ? resource.patient : resource.subject).reference;
    if (subject !== undefined && subject !== first?.fullUrl)
      add('REF', `${path}.subject`, '患者への参照が先頭の Patient を指していません');
    if (type === 'Condition' && !isOnlyReference(resource.encounter))
      add('R9013C', `${path}.encounter`, '傷病名の encounter は contained への参照でなければなりません');
  }
}

function isOnlyReference(value: JsonObject[string] | undefined): boolean {
  return string(object(value).reference).startsWith('#');
}

/** The type a report unit of the 5情報 is tagged with. */
export function tagCode(bundle: JsonObject): string {
  const tag = objects(object(bundle.meta).tag).find(({ system }) => system === RESOURCE_TYPE_TAG);
  return string(tag?.code);
}
