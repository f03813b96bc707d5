import { BUNDLE_IDENTIFIER, INSTITUTION_NUMBER } from '../identifiers.ts';
import { PROFILES } from '../profiles.ts';
import type { ReportKind } from '../report-unit.ts';
import { EXTENSIONS, IDENTIFIER_SYSTEMS, SYSTEMS } from '../systems.ts';
import { claimsProfile, isInstant, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, listOf, objectOf, objectsOf, stringOf } from './json.ts';

const KIND_NAMES: Record<ReportKind, string> = {
  Condition: '傷病名',
  AllergyIntolerance: 'アレルギー',
  Observation: '検査結果',
};

/** The kind named by meta.tag, null when there is none that this validation knows. */
export function reportKind(bundle: JsonObject): ReportKind | null {
  const code = resourceTypeTags(bundle)[0]?.code;
  const kinds = Object.keys(KIND_NAMES) as ReportKind[];
  return kinds.find((kind) => kind === code) ?? null;
}

/** The tags that say which resource type a JP_Bundle_CLINS holds. */
function resourceTypeTags(bundle: JsonObject): JsonObject[] {
  return objectsOf(objectOf(bundle.meta).tag).filter(({ system }) => system === SYSTEMS.bundleResourceType);
}

/** The elements of a JP_Bundle_CLINS itself (bundle-types §2, §3). */
export function checkHeader(bundle: JsonObject, findings: Findings): void {
  checkFrame(bundle, { type: 'collection', profile: PROFILES.bundle }, findings);
  const tags = resourceTypeTags(bundle);
  if (tags.length !== 1) {
    findings.error(
      'R02141',
      'Bundle.meta.tag',
      '送信データの種類（傷病名・アレルギーなど）の指定が1つ必要です。',
    );
  } else if (reportKind(bundle) === null) {
    findings.error(
      'R02142',
      'Bundle.meta.tag',
      '送信データの種類は、傷病名・アレルギー・検査のいずれかです。',
    );
  }
}

/** What every Bundle towards the service has in common, a set of information or a document (bundle-types §2). */
export function checkFrame(
  bundle: JsonObject,
  { type, profile }: { type: 'collection' | 'document'; profile: string },
  findings: Findings,
): void {
  if (!isInstant(stringOf(objectOf(bundle.meta).lastUpdated))) {
    findings.error('cardinality', 'Bundle.meta.lastUpdated', '送信データの最終更新日時がありません。');
  }
  checkBundleProfile(bundle, profile, findings);
  const identifier = objectOf(bundle.identifier);
  if (identifier.system !== IDENTIFIER_SYSTEMS.bundle) {
    findings.error(
      'R02151',
      'Bundle.identifier.system',
      '送信データのID（Bundle-ID）の体系が正しくありません。',
    );
  }
  if (!BUNDLE_IDENTIFIER.test(stringOf(identifier.value))) {
    findings.error(
      'R2152',
      'Bundle.identifier.value',
      '送信データのID（Bundle-ID）は、医療機関番号10桁、西暦4桁、36文字以内の半角英数字とハイフンでなければなりません。医療機関の設定を確認してください。',
    );
  }
  if (bundle.type !== type) {
    findings.error('fixed-value', 'Bundle.type', `送信データの形式（type）は ${type} でなければなりません。`);
  }
  if (!isInstant(stringOf(bundle.timestamp))) {
    findings.error(
      'cardinality',
      'Bundle.timestamp',
      '送信データの作成日時（ミリ秒と時差つき）がありません。',
    );
  } else if (!isInstant(stringOf(bundle.timestamp), 'milliseconds')) {
    findings.warning('pattern', 'Bundle.timestamp', '送信データの作成日時にミリ秒がありません。');
  }
  if (bundle.total !== undefined) {
    findings.error('bdl-1', 'Bundle.total', '送信データに検索結果の件数（total）は付けられません。');
  }
}

function checkBundleProfile(bundle: JsonObject, profile: string, findings: Findings): void {
  const profiles = listOf(objectOf(bundle.meta).profile).map(stringOf);
  if (!claimsProfile(bundle, profile)) {
    findings.error(
      'R0213',
      'Bundle.meta.profile',
      `送信データにプロファイル（${profile.slice(profile.lastIndexOf('/') + 1)}）の指定がありません。`,
    );
  } else if (profiles.includes(profile)) {
    findings.warning(
      'profile',
      'Bundle.meta.profile',
      'プロファイルに版がないため、受信した日の最新版で検証されます。版を付けてください。',
    );
  }
}

/** What holds for all entries together. */
export function checkEntries(bundle: JsonObject, kind: ReportKind, findings: Findings): void {
  const entries = objectsOf(bundle.entry);
  const first = objectOf(entries[0]?.resource);
  if (first.resourceType !== 'Patient') {
    findings.error('R0211', 'Bundle.entry[0]', '送信データの最初は患者情報でなければなりません。');
  }
  const types = entries.slice(1).map((entry) => stringOf(objectOf(entry.resource).resourceType));
  if (!types.includes(kind)) {
    findings.error(
      'R02143',
      'Bundle.entry',
      `送る${KIND_NAMES[kind]}が1件もありません。登録済みの内容をなくすときは、登録の取消を行ってください。`,
    );
  }
  types.forEach((type, index) => {
    if (type !== kind) {
      findings.error(
        'slice',
        `Bundle.entry[${index + 1}]`,
        `1回に送れるのは、患者1人分の${KIND_NAMES[kind]}だけです。ほかの情報が混ざっています。`,
      );
    }
  });
  entries.forEach((entry, index) => {
    checkEntry(entry, index, entries, findings);
  });
}

/** fullUrl and the elements that no entry of ours may have, in a set of information or in a document. */
export function checkEntry(
  entry: JsonObject,
  index: number,
  entries: readonly JsonObject[],
  findings: Findings,
): void {
  const fullUrl = stringOf(entry.fullUrl);
  if (!/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(fullUrl)) {
    findings.error(
      'cardinality',
      `Bundle.entry[${index}].fullUrl`,
      `送信データの${index + 1}番目の項目にURL（urn:uuid）がありません。システム管理者に連絡してください。`,
    );
  } else if (entries.findIndex((other) => other.fullUrl === fullUrl) !== index) {
    findings.error('bdl-7', `Bundle.entry[${index}].fullUrl`, '同じ記録が送信データに2回入っています。');
  }
  for (const [element, ruleId] of [
    ['search', 'bdl-2'],
    ['request', 'bdl-3'],
    ['response', 'bdl-4'],
    ['link', 'cardinality'],
  ] as const) {
    if (entry[element] !== undefined) {
      findings.error(
        ruleId,
        `Bundle.entry[${index}].${element}`,
        `送信データに ${element} は付けられません。`,
      );
    }
  }
}

/** R9011 (every entry but the Patient), R9012, and that the number is the one the Bundle is sent under. */
export function checkInstitution(
  { resource, path, name }: Subject,
  bundle: JsonObject,
  presence: 'mandatory' | 'optional',
  findings: Findings,
): void {
  const extension = extensionOf(resource, EXTENSIONS.institutionNumber);
  const number = objectOf(extension?.valueIdentifier);
  const value = stringOf(number.value);
  const place = `${path}.extension`;
  if (extension === undefined) {
    if (presence === 'optional') return;
    findings.error('R9011', place, `${name}に医療機関番号がありません。医療機関の設定を確認してください。`);
  } else if (number.system !== IDENTIFIER_SYSTEMS.institution || !INSTITUTION_NUMBER.test(value)) {
    findings.error(
      'R9012',
      place,
      `${name}の医療機関番号が正しくありません（都道府県2桁、点数表1桁、番号7桁の10桁）。医療機関の設定を確認してください。`,
    );
  } else if (!stringOf(objectOf(bundle.identifier).value).startsWith(`${value}^`)) {
    findings.error('consistency', place, `${name}の医療機関番号が、送信データのIDの医療機関番号と違います。`);
  }
}
