import { ALL_DOCUMENT_CATEGORIES, DOCUMENT_SYSTEMS, VERSION_NUMBER } from '../../documents/code-systems.ts';
import type { ClinsVersion } from '../../specification.ts';
import { IDENTIFIER_SYSTEMS } from '../../systems.ts';
import { checkMeta, isDateTime, isExistingDay } from '../elements.ts';
import type { Findings } from '../issue.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../json.ts';
import type { DocumentEntry } from './document.ts';
import type { DocumentRules } from './kinds.ts';

/** Composition.identifier: institution ^ year ^ number of at most 32 characters. Samples before 1.8.0 have hyphens between. */
const COMPOSITION_IDENTIFIER = /^[0-4][0-9][1-3][0-9]{7}\^20[2-3][0-9]\^[A-Za-z0-9-]{1,32}$/;

/** The header of a document: what stands before its sections. */
export function checkComposition(
  { resource, path }: DocumentEntry,
  entries: readonly DocumentEntry[],
  rules: DocumentRules,
  version: ClinsVersion,
  findings: Findings,
): void {
  const { title } = rules;
  checkMeta({ resource, path, name: title }, rules.compositionProfile, 'profile', findings);
  checkEdition(resource, path, title, findings);
  checkFixed(resource, path, rules, findings);
  checkAuthors(resource, path, entries, rules, version, findings);
  checkReference('subject', 'Patient', [1, 1], `${title}の患者`, { resource, path }, entries, findings);
  checkReference(
    'encounter',
    'Encounter',
    rules.encounter,
    `${title}の受診の情報`,
    { resource, path },
    entries,
    findings,
  );
  checkReference(
    'custodian',
    'Organization',
    rules.custodian,
    `${title}を管理する医療機関`,
    { resource, path },
    entries,
    findings,
  );
  if (!isDateTime(stringOf(resource.date))) {
    findings.error('cardinality', `${path}.date`, `${title}の作成日時がないか、正しい日時ではありません。`);
  }
  checkEvent(resource, path, rules, findings);
}

function checkEdition(resource: JsonObject, path: string, title: string, findings: Findings): void {
  const editions = objectsOf(resource.extension).filter(({ url }) => url === VERSION_NUMBER);
  if (editions.length !== 1 || stringOf(editions[0]?.valueString) === '') {
    findings.error('cardinality', `${path}.extension`, `${title}に版の番号がありません（1つだけ必要です）。`);
  }
  const identifier = objectOf(resource.identifier);
  if (identifier.system !== IDENTIFIER_SYSTEMS.resourceInstance || stringOf(identifier.value) === '') {
    findings.error(
      'cardinality',
      `${path}.identifier`,
      `${title}に文書番号がありません。システム管理者に連絡してください。`,
    );
  } else if (!COMPOSITION_IDENTIFIER.test(stringOf(identifier.value))) {
    findings.warning(
      'pattern',
      `${path}.identifier.value`,
      `${title}の文書番号は「医療機関番号10桁^西暦4桁^32文字以内の番号」にしてください。`,
    );
  }
}

/** status, type, category and title, which the profile fixes or binds. */
function checkFixed(resource: JsonObject, path: string, rules: DocumentRules, findings: Findings): void {
  const { title, type, categories } = rules;
  if (resource.status !== 'final') {
    findings.error(
      'fixed-value',
      `${path}.status`,
      `${title}が確定していません。確定してから送ってください。`,
    );
  }
  if (resource.title !== title) {
    findings.error('fixed-value', `${path}.title`, `文書の題名は「${title}」でなければなりません。`);
  }
  checkCoding(
    resource.type,
    `${path}.type`,
    { system: DOCUMENT_SYSTEMS.type, ...type },
    `${title}の文書の種類`,
    findings,
  );
  const [category, ...further] = objectsOf(resource.category);
  const code = stringOf(objectsOf(category?.coding)[0]?.code);
  const display = ALL_DOCUMENT_CATEGORIES[code];
  if (further.length > 0 || display === undefined || !categories.includes(code)) {
    findings.error(
      'binding',
      `${path}.category`,
      `${title}が外来のものか退院時のものか、区分が1つ必要です。`,
    );
  } else {
    checkCoding(
      category,
      `${path}.category[0]`,
      { system: DOCUMENT_SYSTEMS.subtype, code, display },
      `${title}の区分`,
      findings,
    );
  }
}

/** Exactly one coding with the system and code; a display, where there is one, is the published one. */
function checkCoding(
  concept: unknown,
  path: string,
  fixed: { system: string; code: string; display: string },
  name: string,
  findings: Findings,
): void {
  const [coding, ...further] = objectsOf(objectOf(concept).coding);
  const isRight = coding?.system === fixed.system && coding.code === fixed.code && further.length === 0;
  if (!isRight || (coding.display !== undefined && coding.display !== fixed.display)) {
    findings.error(
      'fixed-value',
      `${path}.coding`,
      `${name}は「${fixed.display}」（${fixed.code}）でなければなりません。`,
    );
  }
}

/** The doctor who answers for the document, and the institution. */
function checkAuthors(
  resource: JsonObject,
  path: string,
  entries: readonly DocumentEntry[],
  { title, authors }: DocumentRules,
  version: ClinsVersion,
  findings: Findings,
): void {
  const references = objectsOf(resource.author).map(({ reference }) => stringOf(reference));
  const types = references.map((reference) => typeOf(reference, entries));
  const [minimum, maximum] = authors[version];
  if (!types.includes('Practitioner')) {
    findings.error('cardinality', `${path}.author`, `${title}を作成した医師が書かれていません。`);
  }
  if (!types.includes('Organization')) {
    const severity = minimum < 2 ? 'warning' : 'error';
    findings[severity]('cardinality', `${path}.author`, `${title}を作成した医療機関が書かれていません。`);
  }
  if (references.length > maximum) {
    findings.error('cardinality', `${path}.author`, `${title}の作成者は${maximum}つまでです。`);
  }
  references.forEach((reference, index) => {
    const type = types[index];
    if (type !== 'Practitioner' && type !== 'Organization') {
      findings.error(
        'reference',
        `${path}.author[${index}]`,
        `${title}の作成者（${reference || '参照先なし'}）が医師でも医療機関でもありません。システム管理者に連絡してください。`,
      );
    }
  });
}

function checkReference(
  element: string,
  type: string,
  [minimum, maximum]: readonly [number, number],
  name: string,
  { resource, path }: Pick<DocumentEntry, 'resource' | 'path'>,
  entries: readonly DocumentEntry[],
  findings: Findings,
): void {
  const value = resource[element];
  if (value === undefined) {
    if (minimum > 0) findings.error('cardinality', `${path}.${element}`, `${name}が書かれていません。`);
  } else if (maximum === 0) {
    findings.error(
      'cardinality',
      `${path}.${element}`,
      `${name}は、この文書には付けられません。システム管理者に連絡してください。`,
    );
  } else if (typeOf(stringOf(objectOf(value).reference), entries) !== type) {
    findings.error(
      'reference',
      `${path}.${element}`,
      `${name}が送信データの中にありません。システム管理者に連絡してください。`,
    );
  }
}

/** Issue of a referral, stay of a discharge summary; nothing else has an event. */
function checkEvent(
  resource: JsonObject,
  path: string,
  { kind, title }: DocumentRules,
  findings: Findings,
): void {
  const events = objectsOf(resource.event);
  const place = `${path}.event`;
  if (kind === 'care_summary') {
    if (resource.event !== undefined)
      findings.error('cardinality', place, `${title}に発行日（event）は付けられません。`);
    return;
  }
  const [event] = events;
  const { start, end } = objectOf(event?.period);
  if (events.length !== 1) findings.error('cardinality', place, `${title}の日付（event）が1つ必要です。`);
  if (kind === 'referral') {
    const codes = objectsOf(event?.code);
    if (codes.length !== 1 || codes[0]?.text !== '診療情報提供書発行' || codes[0]?.coding !== undefined) {
      findings.error(
        'fixed-value',
        `${place}[0].code`,
        '診療情報提供書の出来事は「診療情報提供書発行」でなければなりません。',
      );
    }
    if (!isExistingDay(stringOf(start))) {
      findings.error(
        'cardinality',
        `${place}[0].period.start`,
        '診療情報提供書の発行日がないか、正しい日付ではありません。',
      );
    }
    if (end !== undefined && end !== start) {
      findings.warning(
        'consistency',
        `${place}[0].period.end`,
        '診療情報提供書の発行日に、別の終了日が付いています。',
      );
    }
    return;
  }
  if (event?.code !== undefined) {
    findings.error(
      'cardinality',
      `${place}[0].code`,
      '退院時サマリーの入院期間に種別（code）は付けられません。',
    );
  }
  if (!isExistingDay(stringOf(start))) {
    findings.error('cardinality', `${place}[0].period.start`, '入院日がないか、正しい日付ではありません。');
  }
  if (!isExistingDay(stringOf(end))) {
    findings.error('cardinality', `${place}[0].period.end`, '退院日がないか、正しい日付ではありません。');
  }
}

/** Resource type of the entry a reference means; undefined when it is not in the document. */
export function typeOf(reference: string, entries: readonly DocumentEntry[]): string | undefined {
  const entry = entries.find(({ fullUrl }) => fullUrl === reference && reference !== '');
  return entry === undefined ? undefined : stringOf(entry.resource.resourceType);
}
