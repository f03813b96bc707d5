import { type JsonObject, object, objects, string } from '../json.ts';
import { RESOURCE_IDENTIFIER, SECTION_SYSTEM } from '../names.ts';
import { type Add, claims, codings, entriesOf, extension, requireElements, resolve } from './elements.ts';

const VERSION_EXTENSION =
  'http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber';
const DOCUMENT_ID = /^[0-4][0-9][1-3][0-9]{7}[\^-]20[2-3][0-9][\^-].{1,32}$/;

export interface CompositionRule {
  profile: string;
  typeCode: string;
  title: string | null;
  categories: readonly string[];
  /** whether identifier.value must be 医療機関番号^年^番号; check-up reports are freer */
  numbered: boolean;
  authors: { minimum: number; maximum: number; needs: readonly ('Practitioner' | 'Organization')[] };
}

/** The head of a document: what the Compositions of all four profiles have in common. */
export function checkComposition(bundle: JsonObject, rule: CompositionRule, add: Add): JsonObject {
  const first = entriesOf(bundle)[0];
  const path = 'Bundle.entry[0].resource';
  const composition = first?.resource ?? {};
  if (first?.type !== 'Composition') {
    add('DOC', 'Bundle.entry[0]', '先頭の要素は Composition でなければなりません');
    return composition;
  }
  if (!claims(composition, rule.profile))
    add('validEntryProfile', `${path}.meta.profile`, `${rule.profile.split('/').at(-1)} の指定がありません`);
  requireElements(
    composition,
    path,
    [
      'meta.lastUpdated',
      'identifier.system',
      'identifier.value',
      'status',
      'type.coding.code',
      'category.coding.code',
      'subject.reference',
      'date',
      'author.reference',
      'title',
    ],
    add,
  );
  if (string(extension(composition, VERSION_EXTENSION)?.valueString) === '')
    add('CARD', `${path}.extension`, '文書の版がありません');
  const identifier = object(composition.identifier);
  const isNumbered = !rule.numbered || DOCUMENT_ID.test(string(identifier.value));
  if (identifier.system !== RESOURCE_IDENTIFIER || !isNumbered)
    add('CODE', `${path}.identifier`, '文書番号は 医療機関番号10桁^年^番号 の形式でなければなりません');
  if (composition.status !== 'final') add('FIXED', `${path}.status`, 'status は final でなければなりません');
  if (codings(composition.type)[0]?.code !== rule.typeCode)
    add('FIXED', `${path}.type`, `文書の種別は ${rule.typeCode} でなければなりません`);
  if (rule.title !== null && composition.title !== rule.title)
    add('FIXED', `${path}.title`, `表題は「${rule.title}」でなければなりません`);
  const category = string(codings(objects(composition.category)[0])[0]?.code);
  if (!rule.categories.includes(category))
    add('CODE', `${path}.category`, '文書の区分のコードが正しくありません');
  checkAuthors(bundle, composition, rule, path, add);
  if (resolve(bundle, composition.subject)?.resourceType !== 'Patient')
    add('REF', `${path}.subject`, '患者への参照が Bundle の Patient を指していません');
  return composition;
}

function checkAuthors(
  bundle: JsonObject,
  composition: JsonObject,
  { authors }: CompositionRule,
  path: string,
  add: Add,
): void {
  const found = objects(composition.author);
  if (found.length < authors.minimum || found.length > authors.maximum)
    add('CARD', `${path}.author`, '作成者の数が正しくありません');
  const types = found.map((author) => string(resolve(bundle, author)?.resourceType));
  for (const needed of authors.needs)
    if (!types.includes(needed)) add('REF', `${path}.author`, `作成者に ${needed} がありません`);
  if (composition.custodian !== undefined && resolve(bundle, composition.custodian) === undefined)
    add('REF', `${path}.custodian`, '文書の管理機関が Bundle にありません');
}

export interface SectionRule {
  code: string;
  /** its title; the display of the code is the same with セクション behind it */
  name: string;
  minimum: number;
  /** how many entries, and of which types */
  entries: { minimum: number; maximum: number; types: readonly string[] };
}

/** 添付, 備考 and PDF may come several times; every other section once. */
const REPEATED = ['210', '220', '230'];

/** A section found in a document, with its place. */
export interface FoundSection {
  code: string;
  section: JsonObject;
  path: string;
}

/** The sections below an element, by their codes. */
export function sectionsOf(parent: JsonObject, path: string): FoundSection[] {
  return objects(parent.section).map((section, index) => ({
    code: string(codings(section.code)[0]?.code),
    section,
    path: `${path}.section[${index}]`,
  }));
}

/**
 * Sections against their table: known codes, how often, entries that exist and are of the right kind, and the rules cmp-1 and cmp-2 of
 * FHIR (a section says something; a reason for being empty stands only where nothing is).
 */
export function checkSections(
  bundle: JsonObject,
  found: readonly FoundSection[],
  rules: readonly SectionRule[],
  parentPath: string,
  add: Add,
): void {
  for (const { code, name, minimum } of rules) {
    const count = found.filter((section) => section.code === code).length;
    if (count < minimum) add('SECTION', `${parentPath}.section`, `「${name}」のセクションがありません`);
    if (count > 1 && !REPEATED.includes(code))
      add('SECTION', `${parentPath}.section`, `「${name}」のセクションは1つだけです`);
  }
  for (const { code, section, path } of found) {
    const rule = rules.find((candidate) => candidate.code === code);
    if (rule === undefined) {
      add('SECTION', `${path}.code`, 'この文書にないセクションです');
      continue;
    }
    if (codings(section.code).length !== 1 || codings(section.code)[0]?.system !== SECTION_SYSTEM)
      add('SECTION', `${path}.code`, 'セクションのコード体系が正しくありません');
    if (section.title !== rule.name) add('FIXED', `${path}.title`, `表題は「${rule.name}」です`);
    const { display } = codings(section.code)[0] ?? {};
    if (display !== undefined && display !== `${rule.name}セクション`)
      add('FIXED', `${path}.code`, `セクションの名前は「${rule.name}セクション」です`);
    for (const prohibited of ['mode', 'orderedBy'])
      if (section[prohibited] !== undefined) add('CARD', `${path}.${prohibited}`, 'この要素は使えません');
    checkContent(section, path, add);
    checkSectionEntries(bundle, section, rule, path, add);
  }
}

function checkContent(section: JsonObject, path: string, add: Add): void {
  const entries = objects(section.entry);
  const hasText = string(object(section.text).div) !== '';
  if (entries.length === 0 && !hasText && objects(section.section).length === 0)
    add('cmp-1', path, 'セクションに何も書かれていません');
  if (section.emptyReason !== undefined && entries.length > 0)
    add('cmp-2', `${path}.emptyReason`, '内容のあるセクションに、空である理由があります');
  if (hasText && object(section.text).status !== 'additional')
    add('FIXED', `${path}.text.status`, 'text.status は additional でなければなりません');
}

function checkSectionEntries(
  bundle: JsonObject,
  section: JsonObject,
  { entries: rule }: SectionRule,
  path: string,
  add: Add,
): void {
  const entries = objects(section.entry);
  if (entries.length < rule.minimum || entries.length > rule.maximum)
    add('CARD', `${path}.entry`, 'セクションの内容の数が正しくありません');
  entries.forEach((entry, index) => {
    const target = resolve(bundle, entry);
    const at = `${path}.entry[${index}]`;
    if (target === undefined) add('REF', at, '参照先が Bundle にありません');
    else if (rule.types.length > 0 && !rule.types.includes(string(target.resourceType)))
      add('REF', at, `このセクションに ${string(target.resourceType)} は入れられません`);
  });
}
