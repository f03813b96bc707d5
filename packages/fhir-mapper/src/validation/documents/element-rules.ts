import type { ClinsVersion } from '../../specification.ts';
import type { Findings } from '../issue.ts';
import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../json.ts';
import type { DocumentEntry } from './document.ts';
import { checkNarrative } from './narrative-rules.ts';

/**
 * What holds for every element of every resource: references that resolve within the document, periods in order (per-1), and for
 * resources that contain others dom-2, dom-4 and dom-5, and parts that say nothing (con-1, con-2, pat-1). Documents inside the document are checked by themselves.
 */
export function checkElements(
  entry: DocumentEntry,
  entries: readonly DocumentEntry[],
  version: ClinsVersion,
  findings: Findings,
): void {
  const { resource, path, name } = entry;
  if (resource.resourceType === 'Bundle') return;
  if (version !== '1.10.0') checkMetadata(entry, findings);
  checkContents(entry, findings);
  checkParts(entry, findings);
  // The narratives of sections have rules of their own.
  if (resource.text !== undefined && resource.resourceType !== 'Composition') {
    checkNarrative(objectOf(resource.text), `${path}.text`, name, findings);
  }
  walk(resource, path, (element, place) => {
    const reference = stringOf(element.reference);
    if (
      reference !== '' &&
      !reference.startsWith('#') &&
      !entries.some(({ fullUrl }) => fullUrl === reference)
    ) {
      findings.error(
        'reference',
        place,
        `${name}が、送信データの中にないものを指しています。システム管理者に連絡してください。`,
      );
    }
    const start = stringOf(element.start);
    const end = stringOf(element.end);
    if (start !== '' && end !== '' && isBefore(end, start)) {
      findings.error('per-1', place, `${name}の期間の終わりが始まりより前です。日付を確認してください。`);
    }
  });
}

/** From 1.11.0 on every resource says when it was made and which profile it follows. */
function checkMetadata({ resource, path, name }: DocumentEntry, findings: Findings): void {
  const { lastUpdated, profile } = objectOf(resource.meta);
  if (stringOf(lastUpdated) === '' || listOf(profile).length === 0) {
    findings.error(
      'cardinality',
      `${path}.meta`,
      `${name}に最終更新日時かプロファイルの指定がありません。システム管理者に連絡してください。`,
    );
  }
}

function checkContents({ resource, path, name }: DocumentEntry, findings: Findings): void {
  objectsOf(resource.contained).forEach((contained, index) => {
    const { versionId, lastUpdated, security } = objectOf(contained.meta);
    const broken: [string, boolean][] = [
      ['dom-2', contained.contained !== undefined],
      ['dom-4', versionId !== undefined || lastUpdated !== undefined],
      ['dom-5', security !== undefined],
    ];
    for (const [ruleId] of broken.filter(([, isBroken]) => isBroken)) {
      findings.error(
        ruleId,
        `${path}.contained[${index}]`,
        `${name}に付随する情報に、付けられない項目が付いています。システム管理者に連絡してください。`,
      );
    }
  });
}

/** Parts of a resource that must say one of several things, where they stand at all. */
const PARTS: readonly [type: string, element: string, oneOf: readonly string[], ruleId: string][] = [
  ['Condition', 'stage', ['summary', 'assessment'], 'con-1'],
  ['Condition', 'evidence', ['code', 'detail'], 'con-2'],
  ['Patient', 'contact', ['name', 'telecom', 'address', 'organization'], 'pat-1'],
];

function checkParts({ resource, path, name }: DocumentEntry, findings: Findings): void {
  for (const [type, element, oneOf, ruleId] of PARTS) {
    const parts = resource.resourceType === type ? objectsOf(resource[element]) : [];
    if (parts.some((part) => oneOf.every((key) => part[key] === undefined))) {
      findings.error(
        ruleId,
        `${path}.${element}`,
        `${name}に、中身のない項目（${element}）があります。システム管理者に連絡してください。`,
      );
    }
  }
}

/** Partial dates are compared as far as both are given; instants by their time. */
function isBefore(a: string, b: string): boolean {
  if (a.includes('T') && b.includes('T')) return Date.parse(a) < Date.parse(b);
  const known = Math.min(a.length, b.length, 10);
  return a.slice(0, known) < b.slice(0, known);
}

function walk(value: unknown, path: string, visit: (element: JsonObject, path: string) => void): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walk(item, `${path}[${index}]`, visit);
    });
  } else if (typeof value === 'object' && value !== null) {
    visit(value as JsonObject, path);
    for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`, visit);
  }
}
