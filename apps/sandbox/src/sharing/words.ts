import { type JsonObject, object, objects, string } from './json.ts';
import { codings, entriesOf, indications } from './rules/elements.ts';

/** What a Bundle says, in lines a person can read. For the screens only: nothing is decided by it. */
export function wordsOf(
  bundle: JsonObject,
  mayShow: (resource: JsonObject) => boolean = () => true,
): string[] {
  return entriesOf(bundle)
    .map(({ resource }) => resource)
    .filter(mayShow)
    .flatMap((resource) => lines(resource, mayShow));
}

const FLAGS: Record<string, string> = { LTS: '長期保存', UNINFORMED: '未告知', UNDELIVERED: '未提供' };

function lines(resource: JsonObject, mayShow: (resource: JsonObject) => boolean): string[] {
  switch (resource.resourceType) {
    case 'Condition':
      return [condition(resource)];
    case 'AllergyIntolerance':
      return [allergy(resource)];
    case 'Observation':
      return [observation(resource)];
    case 'MedicationRequest':
      return [medication(resource)];
    case 'CarePlan':
      return [`療養計画：${string(resource.description)}`];
    case 'DocumentReference':
      return [file(resource)];
    case 'Composition':
      return objects(resource.section).flatMap(section);
    case 'Bundle':
      return ['退院時サマリー（同封）', ...wordsOf(resource, mayShow)];
    default:
      return [];
  }
}

function withFlags(words: string, resource: JsonObject): string {
  const flags = indications(resource).map((code) => FLAGS[code] ?? code);
  return flags.length === 0 ? words : `${words}【${flags.join('・')}】`;
}

function condition(resource: JsonObject): string {
  const isSuspected = codings(resource.verificationStatus)[0]?.code === 'unconfirmed';
  const isMain = objects(resource.extension).some(({ url }) => string(url).endsWith('JP_eCS_DiagnosisType'));
  const name = `${isMain ? '主病名 ' : ''}${string(object(resource.code).text)}${isSuspected ? '（疑い）' : ''}`;
  const period = `${string(resource.onsetDateTime).slice(0, 10)} から ${string(resource.abatementDateTime).slice(0, 10)}`;
  return withFlags(`傷病名：${name}　${period.trim()}`, resource);
}

function allergy(resource: JsonObject): string {
  const reaction = string(object(objects(objects(resource.reaction)[0]?.manifestation)[0]).text);
  const severity = resource.criticality === 'high' ? '（重い）' : '';
  const words = `アレルギー：${string(object(resource.code).text)}${reaction === '' ? '' : `　${reaction}`}${severity}`;
  return withFlags(words, resource);
}

function observation(resource: JsonObject): string {
  const quantity = object(resource.valueQuantity);
  const value =
    resource.valueQuantity === undefined
      ? string(object(resource.valueCodeableConcept).text) ||
        string(resource.valueString) ||
        string(object(resource.dataAbsentReason).text)
      : `${string(quantity.comparator)}${String(quantity.value)} ${string(quantity.unit)}`.trim();
  const on = string(resource.effectiveDateTime).slice(0, 10);
  return withFlags(`検査：${string(object(resource.code).text)} ${value}　${on}`, resource);
}

function medication(resource: JsonObject): string {
  const dosage = objects(resource.dosageInstruction)[0];
  const quantity = object(object(resource.dispenseRequest).quantity);
  const total = quantity.value === undefined ? '' : `　全${String(quantity.value)}${string(quantity.unit)}`;
  return `処方：${string(object(resource.medicationCodeableConcept).text)}　${string(dosage?.text)}${total}`;
}

function file(resource: JsonObject): string {
  const attachment = object(objects(resource.content)[0]?.attachment);
  const bytes = Buffer.from(string(attachment.data), 'base64').length;
  const title = string(resource.description) || string(attachment.title);
  return `添付：${title}（${string(attachment.contentType)}、${bytes}バイト）`;
}

function section(found: JsonObject): string[] {
  const words = string(object(found.text).div)
    .replace(/<\/p>|<br\s*\/?>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
  return [
    ...(words === '' ? [] : [`${string(found.title)}：${words}`]),
    ...objects(found.section).flatMap(section),
  ];
}
