import { type JsonObject, object, objects, string } from '../json.ts';
import { ECS } from '../names.ts';
import { type Add, claimedVersion, claims, entriesOf, requireElements } from './elements.ts';
import { checkHeader } from './header.ts';
import { checkItem, ITEM_PROFILE } from './items.ts';
import { checkPatient } from './patient.ts';

export interface DocumentRule {
  /** how many entries at least */
  entries: number;
  /** resources that claim a profile, and how many of them */
  needs: readonly { type: string; profile: string; minimum: number; maximum: number }[];
}

const ORGANIZATION = ['identifier.value', 'name', 'address?.text'];
const ATTACHMENT = ['status', 'content.attachment.contentType'];
const FILES = ['application/pdf', 'image/jpeg', 'image/png', 'application/fhir+json', 'text/plain'];

/** What document Bundles have in common: the head, who must be in them, and the items the service takes out of them. */
export function checkDocument(
  bundle: JsonObject,
  profile: string,
  institutionCode: string,
  { entries: minimum, needs }: DocumentRule,
  add: Add,
): void {
  checkHeader(bundle, profile, institutionCode, 'document', add);
  const entries = entriesOf(bundle);
  if (entries.length < minimum) add('CARD', 'Bundle.entry', `要素が${minimum}つ以上必要です`);
  for (const need of needs) {
    const found = entries.filter(
      ({ type, resource }) => type === need.type && claims(resource, need.profile),
    );
    if (found.length < need.minimum || found.length > need.maximum)
      add('validEntryProfile', 'Bundle.entry', `${need.profile.split('/').at(-1)} の数が正しくありません`);
  }
  const version = claimedVersion(bundle, profile);
  for (const { resource, type, path } of entries) {
    if (type === 'Patient') checkPatient(resource, path, { version, namesRequired: true }, add);
    if (type === 'Organization' && claims(resource, `${ECS}/JP_Organization_eCS`))
      requireElements(resource, path, ORGANIZATION, add);
    if (type === 'DocumentReference') checkAttachment(resource, path, add);
    // 検査 in a document may be of another profile; the service takes out what claims its own
    const claimsItem = type !== 'Observation' || claims(resource, ITEM_PROFILE.Observation ?? '');
    if (type in ITEM_PROFILE && claimsItem) checkDocumentItem(resource, path, institutionCode, add);
  }
}

/**
 * Items inside a document follow their profiles. What the rules of JP_Bundle_CLINS ask beyond them (R90…, R6021) is not asked here, except
 * of 処方: it comes to the service in no other way.
 */
function checkDocumentItem(resource: JsonObject, path: string, institutionCode: string, add: Add): void {
  const lenient = resource.resourceType !== 'MedicationRequest';
  checkItem(resource, path, institutionCode, (ruleId, at, text) => {
    if (!lenient || !/^R90|^R6021$/.test(ruleId)) add(ruleId, at, text);
  });
}

function checkAttachment(reference: JsonObject, path: string, add: Add): void {
  requireElements(reference, path, ATTACHMENT, add);
  for (const [index, content] of objects(reference.content).entries()) {
    const attachment = object(content.attachment);
    const at = `${path}.content[${index}].attachment`;
    const type = string(attachment.contentType).split(';')[0] ?? '';
    if (type !== '' && !FILES.includes(type)) add('ATTACH', at, '添付できる種類のファイルではありません');
    const data = string(attachment.data);
    if (Buffer.from(data, 'base64').toString('base64') !== data)
      add('ATTACH', at, '添付ファイルの内容が base64 ではありません');
  }
}
