import type {
  AllergyRecord,
  ConditionRecord,
  EmptyReason,
  LabReportRecord,
  LabValue,
  MedicationOrderRecord,
  SectionEntry,
  SectionRecord,
} from '@shirube/core/records';
import { html, type Markup, type Part } from './markup.ts';
import { dateInWords, doseInWords, lineName, lineNotes, quantityInWords, usageInWords } from './words.ts';

/** One row of a form: its heading at the left, what it says at the right. */
export interface DocumentRow {
  title: string;
  body: Part;
}

const emptyReasons: Record<EmptyReason, string> = {
  nilknown: 'なし',
  notasked: '聴取していない',
  unavailable: '不明',
};

/** What a section says: its entries, then its words, or why it says nothing. */
export function sectionBody(section: SectionRecord): Part {
  const medications = section.entries.filter((each) => each.type === 'medication');
  const others = section.entries.filter((each) => each.type !== 'medication');
  return [
    others.length > 0 ? html`<ul>${others.map(entry)}</ul>` : null,
    medications.map(({ record }) => medication(record)),
    section.text === '' ? null : paragraph(section.text),
    section.emptyReason === null ? null : html`<p>${emptyReasons[section.emptyReason]}</p>`,
  ];
}

/** Words as they were written, line by line. */
export const paragraph = (text: string): Markup => html`<p class="words">${text}</p>`;

function entry(each: Exclude<SectionEntry, { type: 'medication' }>): Markup {
  switch (each.type) {
    case 'condition':
      return html`<li>${conditionInWords(each.record)}</li>`;
    case 'allergy':
      return html`<li>${allergyInWords(each.record)}</li>`;
    case 'lab_report':
      return html`<li>${labReport(each.record)}</li>`;
    case 'procedure':
      return html`<li>${withDay(each.name, each.performedOn, each.note)}</li>`;
    case 'immunization':
      return html`<li>${withDay(each.vaccine, each.givenOn, each.note)}</li>`;
    case 'family_history':
      return html`<li>${each.relationship}：${each.condition}${each.note ? `（${each.note}）` : ''}</li>`;
  }
}

const withDay = (name: string, day: string | null, note: string | null): string =>
  `${name}${day ? `　${dateInWords(day)}` : ''}${note ? `（${note}）` : ''}`;

const outcomes: Record<ConditionRecord['outcome'], string> = {
  active: '継続中',
  cured: '治癒',
  discontinued: '中止',
  moved: '転医',
  deceased: '死亡',
};

/** （主）高血圧症　発症 令和２年４月１日　継続中 */
export function conditionInWords(condition: ConditionRecord): string {
  const { displayName, isMain, onsetDate, endDate, outcome } = condition;
  const end = endDate === null ? outcomes[outcome] : `${dateInWords(endDate)} ${outcomes[outcome]}`;
  return `${isMain ? '（主）' : ''}${displayName}　発症 ${dateInWords(onsetDate)}　${end}`;
}

const allergyKinds = { medication: '薬', food: '食物', environment: 'その他' } as const;

function allergyInWords({ category, displayName, reaction, criticality }: AllergyRecord): string {
  const severe = criticality === 'high' ? '（重い反応のおそれ）' : '';
  return `${displayName}（${allergyKinds[category]}）${reaction ? `　${reaction}` : ''}${severe}`;
}

const marks: Record<string, string> = { H: 'Ｈ', HH: 'Ｈ', L: 'Ｌ', LL: 'Ｌ', A: '異常' };

function valueInWords(value: LabValue): string {
  if (value.kind === 'quantity') return `${value.comparator ?? ''}${value.value} ${value.unit ?? ''}`.trim();
  return value.kind === 'absent' ? `結果なし（${value.reason}）` : value.text;
}

function labReport({ collectedAt, results }: LabReportRecord): Markup {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(
    new Date(collectedAt.length === 10 ? `${collectedAt}T00:00:00+09:00` : collectedAt),
  );
  return html`${dateInWords(day)} 採取<table class="labs">${results.map(
    ({ name, value, interpretation, referenceLow, referenceHigh, referenceText }) =>
      html`<tr><td>${name}</td><td>${valueInWords(value)}${interpretation && marks[interpretation] ? `　${marks[interpretation]}` : ''}</td><td>${
        referenceText ??
        (referenceLow === null && referenceHigh === null
          ? ''
          : `（${referenceLow ?? ''}〜${referenceHigh ?? ''}）`)
      }</td></tr>`,
  )}</table>`;
}

function medication({ authoredOn, rps }: MedicationOrderRecord): Markup {
  return html`<p>${dateInWords(authoredOn)} 処方</p>${rps.map(
    (rp) =>
      html`<div class="rp">${rp.medications.map(
        (line) =>
          html`<p>${lineName(line)}　${doseInWords(line)}${lineNotes({ ...line, burden: null }).map((note) => `〔${note}〕`)}</p>`,
      )}<p>　${usageInWords(rp)}　${quantityInWords(rp)}${rp.supplements.map((each) => `〔${each.text}〕`)}</p></div>`,
  )}`;
}
