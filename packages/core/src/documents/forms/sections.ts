import { randomUUID } from 'node:crypto';
import type { SectionEntry, SectionRecord } from '../../records/documents.ts';
import type { ConditionRecord } from '../../records/index.ts';
import { DomainError } from '../../shared/errors.ts';
import type { ChartForDocument } from '../chart.ts';
import { isOngoing, reportPart } from '../choices.ts';
import type { EntryContent, MissingPart, SectionContent } from '../schema.ts';
import type { SectionForm } from '../sections.ts';

/** 感染症情報: the one section of lab reports that takes the infections, and only them. */
const infectionSection = '520';
/** What the patient had: the ended diagnoses belong there, the going ones everywhere else. */
const pastSection = '370';

/** A section as it begins: with what the chart has for it, and left out where it has nothing. */
export function startSection(form: SectionForm, chart: ChartForDocument): SectionContent {
  const entries = prefilled(form, chart);
  const text = form.code === '610' || form.code === '612' ? measuresInWords(chart) : '';
  return {
    code: form.code,
    include: form.obligatory || entries.length > 0 || text !== '',
    text,
    emptyReason: null,
    entries,
  };
}

function prefilled({ code, entries }: SectionForm, chart: ChartForDocument): EntryContent[] {
  if (entries.includes('condition')) {
    const wanted = (each: ConditionRecord) =>
      !each.undelivered && (code === pastSection ? !isOngoing(each) && !each.isSuspected : isOngoing(each));
    return chart.conditions.filter(wanted).map((each) => ({ type: 'condition', id: each.conditionId }));
  }
  if (entries.includes('allergy'))
    return chart.allergies.map((each) => ({ type: 'allergy', id: each.allergyId }));
  if (entries.includes('medication'))
    return chart.medications
      .filter((each) => chart.currentMedications.has(each.prescriptionId))
      .map((each) => ({ type: 'medication', id: each.prescriptionId }));
  // results are many: which of them matter is ticked by hand
  return [];
}

const measuresInWords = ({ measures }: ChartForDocument): string =>
  measures.map(({ label, value, unit, on }) => `${label} ${value} ${unit}（${on}）`).join('\n');

/** What the chart says of an entry, or null when it says nothing (any more). */
function entryOf(entry: EntryContent, code: string, chart: ChartForDocument): SectionEntry | null {
  switch (entry.type) {
    case 'condition': {
      const record = chart.conditions.find((each) => each.conditionId === entry.id);
      return record ? { type: 'condition', record } : null;
    }
    case 'allergy': {
      const record = chart.allergies.find((each) => each.allergyId === entry.id);
      return record ? { type: 'allergy', record } : null;
    }
    case 'lab_report': {
      const whole = chart.labReports.find((each) => each.reportId === entry.id);
      const record = whole && reportPart(chart, whole, code === infectionSection);
      return record ? { type: 'lab_report', record } : null;
    }
    case 'medication': {
      const record = chart.medications.find((each) => each.prescriptionId === entry.id);
      return record ? { type: 'medication', record } : null;
    }
    default:
      return entry;
  }
}

const isEmpty = (section: SectionContent): boolean =>
  section.text.trim() === '' && section.entries.length === 0 && section.emptyReason === null;

/** What the sections lack, in words. */
export function missingSections(
  forms: readonly SectionForm[],
  sections: readonly SectionContent[],
  chart: ChartForDocument,
): MissingPart[] {
  return forms.flatMap((form) => {
    const at = `section-${form.code}`;
    const must = (message: string): MissingPart => ({ at, severity: 'must', message });
    const section = sections.find((each) => each.code === form.code);
    if (!section?.include)
      return form.obligatory ? [must(`「${form.title}」は必ず載せます。書いてください。`)] : [];
    const gone = section.entries.filter((each) => entryOf(each, form.code, chart) === null).length;
    const problems = [
      isEmpty(section) &&
        must(
          form.obligatory
            ? `「${form.title}」が書かれていません。`
            : `「${form.title}」を載せることになっていますが、何も書かれていません。書くか、「載せる」を外してください。`,
        ),
      form.entryObligatory &&
        section.entries.length === 0 &&
        must(`「${form.title}」で、カルテから1つ以上選んでください。`),
      gone > 0 &&
        must(`「${form.title}」で選んだもののうち ${gone}件は、カルテにもうありません。選び直してください。`),
      ...keptBack(form, section, chart),
      ...section.entries.map((entry) => {
        const lacks = lackOf(entry);
        return lacks !== null && must(`「${form.title}」の行に${lacks}がありません。`);
      }),
    ];
    return problems.filter((each) => each !== false && each !== undefined);
  });
}

/** Diagnoses that the patient was not told, or does not want to be passed on: a letter may have them, but not by an oversight. */
function keptBack(form: SectionForm, section: SectionContent, chart: ChartForDocument): MissingPart[] {
  const chosen = chart.conditions.filter(({ conditionId }) =>
    section.entries.some(({ type, id }) => type === 'condition' && id === conditionId),
  );
  const note = (message: string): MissingPart => ({
    at: `section-${form.code}`,
    severity: 'note',
    message: `「${form.title}」に、${message}`,
  });
  const notes = [
    chosen.some(({ uninformed }) => uninformed) &&
      note('本人に未告知の病名があります。紙で患者に渡すときは、封をしてください。'),
    chosen.some(({ undelivered }) => undelivered) &&
      note('「情報を提供しない」にした病名があります。載せてよいか確かめてください。'),
  ];
  return notes.filter((each) => each !== false);
}

function lackOf(entry: EntryContent): string | null {
  if (entry.type === 'procedure') return entry.name === '' ? '名前' : null;
  if (entry.type === 'immunization') return entry.vaccine === '' ? 'ワクチンの名前' : null;
  if (entry.type === 'family_history')
    return entry.relationship === '' ? '続柄' : entry.condition === '' ? '病名' : null;
  return null;
}

/** The sections as they are frozen, in the order of the form; those left out are gone. */
export function sectionRecords(
  forms: readonly SectionForm[],
  sections: readonly SectionContent[],
  chart: ChartForDocument,
): SectionRecord[] {
  return forms.flatMap((form) => {
    const section = sections.find((each) => each.code === form.code);
    if (!section?.include) return [];
    return [
      {
        code: form.code,
        text: section.text.trim(),
        emptyReason: section.text.trim() === '' && section.entries.length === 0 ? section.emptyReason : null,
        entries: section.entries.map((entry) => {
          const found = entryOf(entry, form.code, chart);
          if (found === null)
            throw new DomainError(
              'invalid',
              'カルテにもうないものが選ばれています。',
              `section-${form.code}`,
            );
          return found;
        }),
      },
    ];
  });
}

/** The sections of a frozen document as content to go on from. */
export function sectionContents(
  forms: readonly SectionForm[],
  records: readonly SectionRecord[],
): SectionContent[] {
  return forms.map(({ code }) => {
    const record = records.find((each) => each.code === code);
    if (!record) return { code, include: false, text: '', emptyReason: null, entries: [] };
    return {
      code,
      include: true,
      text: record.text,
      emptyReason: record.emptyReason,
      entries: record.entries.map(contentOfEntry),
    };
  });
}

function contentOfEntry(entry: SectionEntry): EntryContent {
  switch (entry.type) {
    case 'condition':
      return { type: 'condition', id: entry.record.conditionId };
    case 'allergy':
      return { type: 'allergy', id: entry.record.allergyId };
    case 'lab_report':
      return { type: 'lab_report', id: entry.record.reportId };
    case 'medication':
      return { type: 'medication', id: entry.record.prescriptionId };
    default:
      return entry;
  }
}

/** For another document: rows get ids of their own, and what the chart does not have any more is left out. */
export function copiedSections(
  sections: readonly SectionContent[],
  chart: ChartForDocument,
): SectionContent[] {
  return sections.map((section) => ({
    ...section,
    entries: section.entries.flatMap((entry): EntryContent[] => {
      if (entryOf(entry, section.code, chart) === null) return [];
      return 'name' in entry || 'vaccine' in entry || 'relationship' in entry
        ? [{ ...entry, id: randomUUID() }]
        : [entry];
    }),
  }));
}
