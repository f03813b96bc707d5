import { EXTENSIONS, IDENTIFIER_SYSTEMS, SYSTEMS } from '../systems.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, listOf, objectOf, objectsOf, stringOf } from './json.ts';

/** A resource under validation: where it stands and how a sentence names it (患者, 主病名, 2件目の傷病名 …). */
export interface Subject {
  resource: JsonObject;
  path: string;
  name: string;
}

/** FHIR instant: date, time with seconds and zone. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const INSTANT_WITH_MILLISECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+-]\d{2}:\d{2})$/;
/** FHIR dateTime: year, month or day; or day and time with zone. */
const DATE_TIME = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** True for an instant with zone; the Bundle's own must also have milliseconds. */
export function isInstant(text: string, precision: 'seconds' | 'milliseconds' = 'seconds'): boolean {
  const pattern = precision === 'seconds' ? INSTANT : INSTANT_WITH_MILLISECONDS;
  return pattern.test(text) && isExistingDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** True for a FHIR dateTime, a partial one included, that exists in the calendar. */
export function isDateTime(text: string): boolean {
  if (!DATE_TIME.test(text) || Number.isNaN(Date.parse(text))) return false;
  return text.length < 10 || isExistingDay(text.slice(0, 10));
}

/** True for YYYY-MM-DD that exists in the calendar. */
export function isExistingDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}

/** True when the metadata claims the profile, with or without version suffix. */
export function claimsProfile(resource: JsonObject, profile: string): boolean {
  return listOf(objectOf(resource.meta).profile).some(
    (claimed) => stringOf(claimed).split('|')[0] === profile,
  );
}

/** meta.lastUpdated 1..1 and meta.profile claiming the profile of the slice. */
export function checkMeta(subject: Subject, profile: string, profileRule: string, findings: Findings): void {
  const { resource, path, name } = subject;
  if (!isInstant(stringOf(objectOf(resource.meta).lastUpdated))) {
    findings.error('cardinality', `${path}.meta.lastUpdated`, `${name}の最終更新日時がありません。`);
  }
  if (!claimsProfile(resource, profile)) {
    findings.error(
      profileRule,
      `${path}.meta.profile`,
      `${name}にプロファイル（${profile.slice(profile.lastIndexOf('/') + 1)}）の指定がありません。`,
    );
  }
}

/** identifier:resourceIdentifier 1..1, リソース一意識別ID. */
export function checkResourceIdentifier({ resource, path, name }: Subject, findings: Findings): void {
  const own = objectsOf(resource.identifier).filter(
    ({ system }) => system === IDENTIFIER_SYSTEMS.resourceInstance,
  );
  if (own.length !== 1 || stringOf(own[0]?.value) === '') {
    findings.error(
      'cardinality',
      `${path}.identifier`,
      `${name}のリソース一意識別IDは1つだけ必要です。システム管理者に連絡してください。`,
    );
  }
}

/** eCS_Department (R9014C, R9014O); `text` is mandatory in prose. */
export function checkDepartment({ resource, path, name }: Subject, ruleId: string, findings: Findings): void {
  const department = extensionOf(resource, EXTENSIONS.department);
  if (stringOf(objectOf(department?.valueCodeableConcept).text) === '') {
    findings.error(ruleId, `${path}.extension`, `${name}に診療科がありません。診療科を設定してください。`);
  }
}

/** Every coding of a concept carries system, code and display. */
export function checkCodings(concept: JsonObject, path: string, name: string, findings: Findings): void {
  objectsOf(concept.coding).forEach((coding, index) => {
    const labels = { system: 'コード体系', code: 'コード', display: '名称' };
    for (const [element, label] of Object.entries(labels)) {
      if (stringOf(coding[element]) === '') {
        findings.error(
          'cardinality',
          `${path}.coding[${index}].${element}`,
          `${name}に${label}のないコードがあります。マスタから選び直してください。`,
        );
      }
    }
  });
}

/** Code of a concept in one system; '' when there is none. */
export function codeIn(concept: unknown, system: string): string {
  const coding = objectsOf(objectOf(concept).coding).find((candidate) => candidate.system === system);
  return stringOf(coding?.code);
}

/** dateTime elements that are present are well-formed and exist. */
export function checkDateTimes(
  { resource, path, name }: Subject,
  labels: Record<string, string>,
  findings: Findings,
): void {
  for (const [element, label] of Object.entries(labels)) {
    const value = resource[element];
    if (value !== undefined && !isDateTime(stringOf(value))) {
      findings.error('pattern', `${path}.${element}`, `${name}の${label}が正しい日付ではありません。`);
    }
  }
}

/** The flags 長期保存, 未告知, 未提供: known codes, each at most once, no version. */
export function checkIndicationTags(
  { resource, path, name }: Subject,
  allowed: readonly string[],
  findings: Findings,
): void {
  const tags = objectsOf(objectOf(resource.meta).tag).filter(({ system }) => system === SYSTEMS.indication);
  const codes = tags.map(({ code }) => stringOf(code));
  if (codes.some((code) => !allowed.includes(code))) {
    findings.error(
      'binding',
      `${path}.meta.tag`,
      `${name}に使えないフラグがあります。使えるのは${allowed.map((code) => FLAG_NAMES[code]).join('、')}です。`,
    );
  }
  if (new Set(codes).size !== codes.length) {
    findings.error('cardinality', `${path}.meta.tag`, `${name}に同じフラグが2つ以上付いています。`);
  }
  if (tags.some(({ version }) => version !== undefined)) {
    findings.error('cardinality', `${path}.meta.tag`, `${name}のフラグに版（version）は付けられません。`);
  }
}

const FLAG_NAMES: Record<string, string> = { LTS: '長期保存', UNINFORMED: '未告知', UNDELIVERED: '未提供' };
