import type { SectionDefinition } from '../../documents/sections.ts';
import { isMainDiagnosis } from '../condition-rules.ts';
import type { Subject } from '../elements.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../json.ts';
import type { DocumentRules } from './kinds.ts';

/** An entry of a document: its subject, where it is known by, and the code of the section that first refers to it. */
export interface DocumentEntry extends Subject {
  fullUrl: string;
  sectionCode: string | null;
}

/** A section with its place and its name in sentences. */
export interface PlacedSection {
  section: JsonObject;
  path: string;
  code: string;
  name: string;
  /** undefined for a section the profile does not know */
  definition: SectionDefinition | undefined;
}

const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  Patient: '患者情報',
  Composition: '文書',
  Encounter: '受診の情報',
  CarePlan: '療養上の計画・アドバイス',
  Condition: '傷病名',
  AllergyIntolerance: 'アレルギー',
  Observation: '検査結果',
  MedicationRequest: '処方',
  Procedure: '処置',
  Immunization: '予防接種',
  FamilyMemberHistory: '家族歴',
  DocumentReference: '添付ファイル',
  Bundle: '同封の文書',
};
const PARTY_NAMES: Readonly<Record<string, string>> = {
  '920 Organization': '紹介元の医療機関',
  '920 Practitioner': '紹介元の医師',
  '910 Organization': '紹介先の医療機関',
  '910 Practitioner': '紹介先の医師',
};

/** Where the sections of a Composition stand: those at the top, and those within 構造情報. */
export function placedSections(
  composition: JsonObject,
  rules: DocumentRules,
): { top: PlacedSection[]; structured: PlacedSection[] } {
  const path = 'Bundle.entry[0].resource.section';
  const top = objectsOf(composition.section).map((section, index) =>
    placed(section, `${path}[${index}]`, rules.sections),
  );
  const structured = top
    .filter(({ code }) => code === '300')
    .flatMap(({ section, path: outer }) =>
      objectsOf(section.section).map((inner, index) =>
        placed(inner, `${outer}.section[${index}]`, rules.structured),
      ),
    );
  return { top, structured };
}

function placed(section: JsonObject, path: string, definitions: readonly SectionDefinition[]): PlacedSection {
  const code = stringOf(objectsOf(objectOf(section.code).coding)[0]?.code);
  const definition = definitions.find((candidate) => candidate.code === code);
  const name = `「${definition?.title ?? (stringOf(section.title) || '題名のない項目')}」`;
  return { section, path, code, name, definition };
}

/** The entries with the names by which sentences call them: the section they stand in, and which of its kind they are. */
export function documentEntries(bundle: JsonObject, sections: readonly PlacedSection[]): DocumentEntry[] {
  const counts = new Map<string, number>();
  return objectsOf(bundle.entry).map((entry, index) => {
    const resource = objectOf(entry.resource);
    const fullUrl = stringOf(entry.fullUrl);
    const within = sections.find(({ section }) =>
      objectsOf(section.entry).some(({ reference }) => reference === fullUrl),
    );
    const type = stringOf(resource.resourceType);
    const key = `${within?.code ?? ''} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const name = nameOf(resource, within, counts.get(key) ?? 1);
    return {
      resource,
      fullUrl,
      path: `Bundle.entry[${index}].resource`,
      name,
      sectionCode: within?.code ?? null,
    };
  });
}

function nameOf(resource: JsonObject, within: PlacedSection | undefined, count: number): string {
  const type = stringOf(resource.resourceType);
  if (type === 'Condition' && isMainDiagnosis(resource)) return '主病名';
  const party = PARTY_NAMES[`${within?.code ?? ''} ${type}`];
  if (party !== undefined) return party;
  if (type === 'Practitioner') return '作成した医師';
  if (type === 'Organization') return '作成した医療機関';
  const name = RESOURCE_NAMES[type] ?? '情報';
  if (type === 'DocumentReference' && stringOf(resource.description) !== '') {
    return `${name}「${stringOf(resource.description)}」`;
  }
  if (['Patient', 'Composition', 'Encounter', 'CarePlan', 'Bundle'].includes(type)) return name;
  return within === undefined ? `${count}件目の${name}` : `${within.name}の${count}件目の${name}`;
}
