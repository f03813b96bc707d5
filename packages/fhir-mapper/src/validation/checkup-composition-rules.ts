import type { CheckupEdition } from '../checkup/edition.ts';
import { ALL_SECTIONS, PROGRAM_SERVICES, REPORT_CATEGORIES } from '../checkup/sections.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_PROFILES, CHECKUP_SYSTEMS } from '../checkup/systems.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import type { CheckupEntries } from './checkup-rules.ts';
import { checkMeta, isDateTime, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';

/** JP_Composition_eCheckupGeneral (composition-eCheckup). */
export function checkCheckupComposition(
  subject: Subject,
  edition: CheckupEdition,
  entries: CheckupEntries,
  findings: Findings,
): void {
  const { resource, path } = subject;
  const error = (ruleId: string, element: string, message: string) => {
    findings.error(ruleId, `${path}.${element}`, message);
  };
  checkMeta(subject, CHECKUP_PROFILES.composition, 'R0213', findings);
  if (stringOf(extensionOf(resource, CHECKUP_EXTENSIONS.documentVersion)?.valueString) === '') {
    error('cardinality', 'extension', '報告書の版番号がありません。システム管理者に連絡してください。');
  }
  const identifier = objectOf(resource.identifier);
  if (identifier.system !== IDENTIFIER_SYSTEMS.resourceInstance || stringOf(identifier.value) === '') {
    error('cardinality', 'identifier', '報告書の番号がありません。システム管理者に連絡してください。');
  }
  if (resource.status !== 'final') {
    error('fixed-value', 'status', '報告書の状態は final（確定）でなければなりません。');
  }
  checkType(resource, edition, error);
  checkCategory(resource, edition, error);
  checkEvent(resource, error);
  if (stringOf(objectOf(resource.subject).reference) !== entries.patientUrl || entries.patientUrl === '') {
    error(
      'reference',
      'subject',
      '報告書が送信データの患者を指していません。システム管理者に連絡してください。',
    );
  }
  if (entries.typeOf(stringOf(objectOf(resource.encounter).reference)) !== 'Encounter') {
    error(
      'reference',
      'encounter',
      '報告書が健診の受診情報を指していません。システム管理者に連絡してください。',
    );
  }
  if (!isDateTime(stringOf(resource.date))) error('cardinality', 'date', '報告書の作成日時がありません。');
  if (stringOf(resource.title) === '') error('cardinality', 'title', '報告書の表題がありません。');
  checkAuthors(resource, entries, error);
  checkSections(resource, entries, error);
}

type Report = (ruleId: string, element: string, message: string) => void;

function checkType(resource: JsonObject, { documentType }: CheckupEdition, error: Report): void {
  const codings = objectsOf(objectOf(resource.type).coding);
  const [coding] = codings;
  const isFixed =
    coding?.system === documentType.system &&
    coding.code === documentType.code &&
    (coding.display === undefined || coding.display === documentType.display);
  if (codings.length !== 1 || !isFixed) {
    error(
      'fixed-value',
      'type',
      `文書の種類は ${documentType.code}（${documentType.display}）1つでなければなりません。`,
    );
  }
}

function checkCategory(resource: JsonObject, edition: CheckupEdition, error: Report): void {
  const categories = objectsOf(resource.category);
  const codings = objectsOf(categories[0]?.coding);
  if (categories.length !== 1 || codings.length !== 1) {
    error('cardinality', 'category', '報告区分が1つ必要です。健診の種類を選んでください。');
  } else if (
    codings[0]?.system !== edition.reportCategorySystem ||
    REPORT_CATEGORIES[stringOf(codings[0].code)] === undefined
  ) {
    error('binding', 'category', '報告区分が正しくありません。健診の種類を選び直してください。');
  }
}

function checkEvent(resource: JsonObject, error: Report): void {
  const events = objectsOf(resource.event);
  const codes = objectsOf(events[0]?.code);
  const codings = objectsOf(codes[0]?.coding);
  if (events.length !== 1 || codes.length !== 1 || codings.length !== 1) {
    error('cardinality', 'event', '健診プログラムの種別が1つ必要です。健診の種類を選んでください。');
  } else if (
    codings[0]?.system !== CHECKUP_SYSTEMS.programService ||
    PROGRAM_SERVICES[stringOf(codings[0].code)] === undefined
  ) {
    error('binding', 'event', '健診プログラムの種別が正しくありません。健診の種類を選び直してください。');
  }
}

function checkAuthors(resource: JsonObject, entries: CheckupEntries, error: Report): void {
  const authors = objectsOf(resource.author);
  const types = authors.map(({ reference }) => entries.typeOf(stringOf(reference)));
  if (authors.length === 0) error('cardinality', 'author', '報告書の作成者がありません。');
  if (types.some((type) => type !== 'Practitioner' && type !== 'Organization')) {
    error('reference', 'author', '報告書の作成者は、送信データの医師か健診機関でなければなりません。');
  }
  const custodian = stringOf(objectOf(resource.custodian).reference);
  if (custodian !== '' && entries.typeOf(custodian) !== 'Organization') {
    error('reference', 'custodian', '報告書の管理機関が送信データにありません。');
  }
  const enterer = extensionOf(resource, CHECKUP_EXTENSIONS.dataEnterer);
  if (
    enterer !== undefined &&
    entries.typeOf(stringOf(objectOf(enterer.valueReference).reference)) !== 'PractitionerRole'
  ) {
    error('reference', 'extension', '報告書の転記者が送信データにありません。');
  }
}

/** Sections are matched by their code with its display: what only resembles one would pass unseen, so each is compared here. */
function checkSections(resource: JsonObject, entries: CheckupEntries, error: Report): void {
  const sections = objectsOf(resource.section);
  const codes = sections.map(({ code }) => stringOf(objectsOf(objectOf(code).coding)[0]?.code));
  if (sections.length === 0) error('cardinality', 'section', '健診の結果が1件もありません。');
  sections.forEach((section, index) => {
    const place = `section[${index}]`;
    const codings = objectsOf(objectOf(section.code).coding);
    const known = ALL_SECTIONS.find(
      ({ code, display }) =>
        codings[0]?.system === CHECKUP_SYSTEMS.section &&
        codings[0].code === code &&
        codings[0].display === display,
    );
    if (codings.length !== 1 || known === undefined) {
      error(
        'slice',
        `${place}.code`,
        '報告書に、規格にないセクションがあります。システム管理者に連絡してください。',
      );
    } else if (codes.indexOf(known.code) !== index) {
      error('cardinality', place, '報告書に同じセクションが2つあります。');
    }
    checkSectionEntries(section, place, known?.code ?? '', entries, error);
  });
}

function checkSectionEntries(
  section: JsonObject,
  place: string,
  code: string,
  entries: CheckupEntries,
  error: Report,
): void {
  const references = objectsOf(section.entry).map(({ reference }) => stringOf(reference));
  if (references.length === 0) {
    error(
      'cardinality',
      `${place}.entry`,
      '結果のないセクションがあります。結果を入力するか、取り除いてください。',
    );
  }
  const allowed = allowedIn(code);
  if (references.some((reference) => !allowed.includes(entries.typeOf(reference)))) {
    error('reference', `${place}.entry`, 'セクションに、送信データにない項目か、置けない項目があります。');
  }
}

/** Coverage may stand among results, files only among attachments. */
function allowedIn(code: string): readonly string[] {
  if (code === '01995') return ['DocumentReference', 'DiagnosticReport', 'Media'];
  const holdsResults = code.endsWith('1') || code === '01910';
  return holdsResults ? ['Observation', 'Coverage'] : ['Observation'];
}
