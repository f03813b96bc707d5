import { DOCUMENT_SYSTEMS } from '../../documents/code-systems.ts';
import {
  CARE_PLAN_SECTION,
  CDA_SECTION,
  type SectionDefinition,
  STRUCTURED_SECTION,
} from '../../documents/sections.ts';
import type { ClinsVersion } from '../../specification.ts';
import type { Findings } from '../issue.ts';
import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../json.ts';
import { typeOf } from './composition-rules.ts';
import type { DocumentEntry, PlacedSection } from './document.ts';
import type { DocumentRules } from './kinds.ts';
import { checkNarrative } from './narrative-rules.ts';

const COMPOSITION = 'Bundle.entry[0].resource';

/** The sections of a document against its table: which there are, their codes and titles, words, entries and reasons. */
export function checkSections(
  { top, structured }: { top: readonly PlacedSection[]; structured: readonly PlacedSection[] },
  entries: readonly DocumentEntry[],
  rules: DocumentRules,
  version: ClinsVersion,
  findings: Findings,
): void {
  if (rules.kind === 'care_summary') {
    checkCarePlanSection(top, entries, version, findings);
    return;
  }
  checkEither(top, rules, findings);
  checkPresence(top, rules.sections, `${COMPOSITION}.section`, findings);
  const container = top.find(({ code }) => code === STRUCTURED_SECTION);
  if (container !== undefined) {
    checkPresence(structured, rules.structured, `${container.path}.section`, findings);
    if (container.section.text !== undefined) {
      findings.error(
        'cardinality',
        `${container.path}.text`,
        '「構造情報」そのものには文章を書けません。それぞれの項目に書いてください。',
      );
    }
  }
  for (const section of [...top, ...structured]) checkSection(section, entries, findings);
}

/** Exactly one of CDA (200) and structured information (300). */
function checkEither(top: readonly PlacedSection[], rules: DocumentRules, findings: Findings): void {
  const has = (code: string): boolean => top.some((section) => section.code === code);
  if (rules.eitherRule !== null && has(CDA_SECTION) === has(STRUCTURED_SECTION)) {
    findings.error(
      rules.eitherRule,
      `${COMPOSITION}.section`,
      has(CDA_SECTION)
        ? `${rules.title}の本文が2通り（CDAと構造情報）あります。どちらか一方にしてください。`
        : `${rules.title}の本文が書かれていません。`,
    );
  }
}

/** Which sections there must be, and how often at most. */
function checkPresence(
  sections: readonly PlacedSection[],
  definitions: readonly SectionDefinition[],
  path: string,
  findings: Findings,
): void {
  for (const { code, title, cardinality } of definitions) {
    const found = sections.filter((section) => section.code === code);
    if (found.length < cardinality[0]) {
      findings.error('cardinality', path, `${title}が書かれていません。`);
    } else if (found.length > cardinality[1]) {
      findings.error(
        'cardinality',
        found[1]?.path ?? path,
        `${title}が2つ以上あります。1つにまとめてください。`,
      );
    }
  }
}

function checkSection(placed: PlacedSection, entries: readonly DocumentEntry[], findings: Findings): void {
  const { section, path, name, definition } = placed;
  checkContent(placed, findings);
  if (definition === undefined) {
    findings.error(
      'binding',
      `${path}.code`,
      `${name}は、この文書にない項目です。システム管理者に連絡してください。`,
    );
    return;
  }
  checkHead(section, path, definition, findings);
  checkEntries(placed, definition, entries, findings);
  if (definition.code !== STRUCTURED_SECTION && section.section !== undefined) {
    findings.error('cardinality', `${path}.section`, `${name}の中に、さらに項目を作ることはできません。`);
  }
}

/** Title, code with its display, and what a section may not have. */
function checkHead(
  section: JsonObject,
  path: string,
  { code, title }: SectionDefinition,
  findings: Findings,
): void {
  if (section.title !== title) {
    findings.error('fixed-value', `${path}.title`, `「${title}」の題名は「${title}」でなければなりません。`);
  }
  const [coding, ...further] = objectsOf(objectOf(section.code).coding);
  if (coding?.system !== DOCUMENT_SYSTEMS.section || coding.code !== code || further.length > 0) {
    findings.error(
      'fixed-value',
      `${path}.code.coding`,
      `「${title}」のコードは ${code} 1つでなければなりません。`,
    );
  } else if (coding.display !== undefined && coding.display !== `${title}セクション`) {
    findings.error(
      'pattern',
      `${path}.code.coding[0].display`,
      `「${title}」のコードの名称は「${title}セクション」でなければなりません。`,
    );
  }
  const prohibited: [string, unknown][] = [
    ['mode', section.mode],
    ['orderedBy', section.orderedBy],
    ['code.text', objectOf(section.code).text],
    ['code.coding[0].userSelected', coding?.userSelected],
  ];
  for (const [element, value] of prohibited) {
    if (value !== undefined) {
      findings.error(
        'cardinality',
        `${path}.${element}`,
        `「${title}」に ${element} は付けられません。システム管理者に連絡してください。`,
      );
    }
  }
}

/** cmp-1, cmp-2, and the words themselves. */
function checkContent({ section, path, name }: PlacedSection, findings: Findings): void {
  const has = (element: string): boolean => section[element] !== undefined;
  if (!has('text') && !has('entry') && !has('section')) {
    findings.error(
      'cmp-1',
      path,
      `${name}に何も書かれていません。書くことがないときは「なし」などの理由を選んでください。`,
    );
  }
  if (has('emptyReason') && has('entry')) {
    findings.error(
      'cmp-2',
      `${path}.emptyReason`,
      `${name}に内容があるのに、「なし」などの理由も付いています。どちらかにしてください。`,
    );
  }
  if (has('text')) {
    const text = objectOf(section.text);
    if (text.status !== 'additional') {
      findings.error(
        'fixed-value',
        `${path}.text.status`,
        `${name}の文章の状態は additional でなければなりません。システム管理者に連絡してください。`,
      );
    }
    checkNarrative(text, `${path}.text`, name, findings);
  }
}

/** How many entries a section has, and of which kinds. */
function checkEntries(
  { section, path, name, code }: PlacedSection,
  { entries: [minimum, maximum], types, title }: SectionDefinition,
  entries: readonly DocumentEntry[],
  findings: Findings,
): void {
  const references = objectsOf(section.entry).map(({ reference }) => stringOf(reference));
  if (references.length < minimum) {
    findings.error('cardinality', `${path}.entry`, MISSING_ENTRY[code] ?? `${title}の内容がありません。`);
  } else if (references.length > maximum || listOf(section.entry).length !== references.length) {
    findings.error('cardinality', `${path}.entry`, `${name}に入れられるのは${maximum}つまでです。`);
  }
  const found = references.map((reference) => typeOf(reference, entries));
  found.forEach((type, index) => {
    // What is not there at all is told by the rule on references.
    if (type !== undefined && types.length > 0 && !types.includes(type)) {
      findings.error(
        'slice',
        `${path}.entry[${index}]`,
        `${name}に、この項目に入れられない種類の情報（${type}）が入っています。`,
      );
    }
  });
  if (code === '910' || code === '920') checkParty(found, path, name, findings);
}

/** 紹介元 and 紹介先: exactly one institution, at most one doctor. */
function checkParty(
  types: readonly (string | undefined)[],
  path: string,
  name: string,
  findings: Findings,
): void {
  const count = (type: string): number => types.filter((found) => found === type).length;
  if (count('Organization') !== 1) {
    findings.error('cardinality', `${path}.entry`, `${name}に医療機関が1つ必要です。`);
  }
  if (count('Practitioner') > 1) {
    findings.error('cardinality', `${path}.entry`, `${name}の医師は1人までです。`);
  }
}

const MISSING_ENTRY: Readonly<Record<string, string>> = {
  '910': '紹介先の医療機関が書かれていません。',
  '920': '紹介元の医療機関が書かれていません。',
  '322': '入院時詳細に入院の情報がありません。入院日と入院経路を確認してください。',
  '324': '退院時詳細に入院の情報がありません。退院日と転帰を確認してください。',
  '333': '入院中経過が書かれていません。',
  '344': '退院時診断に傷病名がありません。傷病名を選んでください。',
  '210': '添付情報に添付ファイルがありません。',
  '230': 'PDFの項目にファイルがありません。',
  '200': 'CDA参照の項目にファイルがありません。',
};

/** 患者サマリー: one section with one plan, then at least one diagnosis, and nothing else (closed). */
function checkCarePlanSection(
  top: readonly PlacedSection[],
  entries: readonly DocumentEntry[],
  version: ClinsVersion,
  findings: Findings,
): void {
  const [only, ...further] = top;
  const path = `${COMPOSITION}.section`;
  if (only === undefined || further.length > 0) {
    findings.error('cardinality', path, '患者サマリーの「計画サマリー」が1つ必要です。');
    return;
  }
  const { section } = only;
  checkContent({ ...only, name: '「計画サマリー」' }, findings);
  checkHead(section, only.path, CARE_PLAN_SECTION, findings);
  // The code is fixed as a whole, its display with it.
  if (objectsOf(objectOf(section.code).coding)[0]?.display === undefined) {
    findings.error(
      'fixed-value',
      `${only.path}.code.coding[0].display`,
      '「計画サマリー」のコードに名称がありません。システム管理者に連絡してください。',
    );
  }
  const prohibited =
    version === '1.10.0' ? ['section'] : ['section', 'author', 'focus', 'text', 'emptyReason'];
  for (const element of prohibited.filter((each) => section[each] !== undefined)) {
    findings.error(
      'cardinality',
      `${only.path}.${element}`,
      `「計画サマリー」に ${element} は付けられません。システム管理者に連絡してください。`,
    );
  }
  const types = objectsOf(section.entry).map(({ reference }) => typeOf(stringOf(reference), entries));
  const count = (type: string): number => types.filter((found) => found === type).length;
  if (count('CarePlan') !== 1) {
    findings.error(
      'cardinality',
      `${only.path}.entry`,
      '療養上の計画・アドバイスが書かれていません（1つだけ必要です）。',
    );
  }
  if (count('Condition') === 0) {
    findings.error(
      'cardinality',
      `${only.path}.entry`,
      '患者サマリーに傷病名がありません。傷病名を選んでください。',
    );
  }
  types.forEach((type, index) => {
    if (type !== undefined && !CARE_PLAN_SECTION.types.includes(type)) {
      findings.error(
        'slice',
        `${only.path}.entry[${index}]`,
        `患者サマリーに入れられるのは計画と傷病名だけです（${type}）。`,
      );
    }
  });
}
