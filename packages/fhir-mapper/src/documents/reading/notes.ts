import type { ReceivedNote } from '@shirube/core/records';
import { instantOf } from '../../reading/dates.ts';
import { conceptText, type Reading, resolve, tell } from '../../reading/reading.ts';
import { readSource } from '../../reading/source.ts';
import { EXTENSIONS } from '../../systems.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../../validation/json.ts';
import { READING_LIMITS } from './document-reading.ts';
import { plainTextOf } from './plain-text.ts';

/** How resources are called that are shown as lines. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  CarePlan: '計画',
  Consent: '同意・事前指示',
  Coverage: '保険',
  Device: '医療機器',
  DeviceUseStatement: '医療機器の使用',
  DiagnosticReport: '検査報告',
  Encounter: '受診',
  FamilyMemberHistory: '家族歴',
  ImagingStudy: '画像検査',
  Immunization: '予防接種',
  List: '一覧',
  Location: '場所',
  Procedure: '処置・手術',
  RelatedPerson: '家族・関係者',
  ResearchStudy: '臨床研究',
  ResearchSubject: '臨床研究への参加',
};

/** Elements that name a resource, the most telling first. */
const TITLES = ['code', 'vaccineCode', 'relationship', 'title', 'class', 'description', 'type', 'name'];

const LABELS: Readonly<Record<string, string>> = {
  abatement: '終わり',
  age: '年齢',
  bodySite: '部位',
  category: '区分',
  class: '区分',
  code: '名称',
  condition: '病名',
  conclusion: '結論',
  created: '作成日',
  date: '日付',
  description: '内容',
  diagnosis: '診断',
  dischargeDisposition: '転帰',
  admitSource: '入院経路',
  display: '名称',
  hospitalization: '入院',
  length: '日数',
  note: '注記',
  name: '名前',
  occurrenceDateTime: '実施日',
  occurrenceString: '実施日',
  onset: '始まり',
  onsetAge: '発症年齢',
  onsetString: '始まり',
  outcome: '結果',
  performedDateTime: '実施日',
  performedPeriod: '実施期間',
  performer: '実施者',
  period: '期間',
  reasonCode: '理由',
  relationship: '続柄',
  status: '状態',
  title: '題名',
  type: '種類',
  vaccineCode: 'ワクチン',
};

/** Elements that say nothing to a doctor, or are shown elsewhere. */
const TECHNICAL = [
  ...[
    'resourceType',
    'id',
    'meta',
    'implicitRules',
    'language',
    'contained',
    'identifier',
    'subject',
    'patient',
  ],
  ...['url', 'system', 'userSelected', 'fullUrl', 'data', 'hash', 'size', 'intent', 'linkId'],
];
/** States that say only that something is as it is shown. */
const USUAL_STATES = ['completed', 'finished', 'final', 'active', 'current', 'partial', 'available', 'plan'];
const KNOWN_EXTENSIONS: readonly string[] = Object.values(EXTENSIONS);

/**
 * A resource that has no view of its own as lines: whatever it says, with Japanese labels where we have them. `said`: words that stand
 * beside it already and need not be repeated.
 */
export function readNote(resource: JsonObject, reading: Reading, said: readonly string[] = []): ReceivedNote {
  const resourceType = stringOf(resource.resourceType);
  const titleKey = TITLES.find((key) => phrase(resource[key], resource, reading) !== '');
  const typeName = TYPE_NAMES[resourceType] ?? (resourceType || '種類の不明な情報');
  const title = titleKey === undefined ? typeName : phrase(resource[titleKey], resource, reading);
  const lines = Object.entries(resource)
    .filter(([key, value]) => key !== titleKey && isShown(key, value))
    .flatMap(([key, value]) => linesOf(key, value, resource, reading, said));
  const [firstLine, ...moreLines] = title.split('\n');
  const shown = [...moreLines, ...lines].slice(0, READING_LIMITS.lines);
  if (shown.length < lines.length) tell(reading, `「${title}」`, '続き', '長いため、途中まで表示しています');
  return {
    kind: 'note',
    source: readSource(resource, reading),
    resourceType,
    title: firstLine ?? title,
    lines: shown,
  };
}

function isShown(key: string, value: unknown): boolean {
  if (TECHNICAL.includes(key) || key.startsWith('_')) return false;
  return key !== 'status' || !USUAL_STATES.includes(stringOf(value));
}

/** One element as lines: each of a list by itself, each line of a text by itself. */
function linesOf(
  key: string,
  value: unknown,
  container: JsonObject,
  reading: Reading,
  said: readonly string[],
): string[] {
  if (key === 'text') {
    const text = plainTextOf(stringOf(objectOf(value).div));
    return text === '' ? [] : text.split('\n');
  }
  if (key === 'extension' || key === 'modifierExtension') {
    return objectsOf(value)
      .filter(({ url }) => !KNOWN_EXTENSIONS.includes(stringOf(url)))
      .map((extension) => `追加の情報：${phrase(extension, container, reading)}`);
  }
  return (Array.isArray(value) ? value : [value]).flatMap((each) => {
    const words = phrase(each, container, reading);
    if (words === '' || said.includes(words)) return [];
    const [first, ...rest] = words.split('\n');
    return [`${LABELS[key] ?? key}：${first}`, ...rest];
  });
}

/** Any element in words; '' when it says nothing. */
function phrase(value: unknown, container: JsonObject, reading: Reading, depth = 0): string {
  if (typeof value === 'string') return momentWords(value.replace(/\r\n?/g, '\n').trim());
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'はい' : 'いいえ';
  if (depth > 8) return '';
  const inner = (part: unknown): string => phrase(part, container, reading, depth + 1);
  if (Array.isArray(value)) {
    return value
      .map(inner)
      .filter((words) => words !== '')
      .join('、');
  }
  const element = objectOf(value);
  if (element.start !== undefined || element.end !== undefined)
    return `${inner(element.start)} 〜 ${inner(element.end)}`.trim();
  if (element.reference !== undefined) return referenceWords(element, container, reading);
  if (element.value !== undefined && typeof element.value !== 'object') {
    return `${stringOf(element.comparator)}${inner(element.value)}${stringOf(element.unit) || stringOf(element.code)}`;
  }
  if (element.coding !== undefined) return conceptText(element) ?? '';
  if (stringOf(element.display) !== '' && element.code !== undefined) return stringOf(element.display);
  const parts = Object.entries(element)
    .filter(([key, part]) => isShown(key, part))
    .map(([key, part]) => ({ label: LABELS[key], words: inner(part) }))
    .filter(({ words }) => words !== '');
  const isAlone = parts.length === 1;
  return parts
    .map(({ label, words }) => (label === undefined || isAlone ? words : `${label} ${words}`))
    .join('、');
}

/** An instant as day and hour in Japan; every other text as it is. */
function momentWords(text: string): string {
  const instant = instantOf(text);
  return instant === null ? text : `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
}

/** What a reference means: the name of what it refers to, or the words that stand with it. */
function referenceWords(reference: JsonObject, container: JsonObject, reading: Reading): string {
  const target = resolve(reading, container, reference);
  const names = target === undefined ? [] : TITLES.map((key) => nameOf(target[key]));
  return names.find((name) => name !== '') ?? stringOf(reference.display);
}

function nameOf(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  return stringOf(objectOf(first).text) || (conceptText(first) ?? '');
}
