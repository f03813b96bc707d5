import { TerminologyError } from '../error.ts';
import { type CalendarDate, calendarDateOf } from './calendar-date.ts';
import { ERAS, type Era, formatEra } from './era.ts';

const LABEL = '日付';

const ERA_BY_SIGN = new Map<string, Era>(
  ERAS.flatMap((era) => [
    [era.name, era],
    [era.name.charAt(0), era],
    [era.letter, era],
  ]),
);

const WITH_ERA =
  /^(明治|大正|昭和|平成|令和|[明大昭平令MTSHR])(元|\d{1,3})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?$/;
const COMPACT_WITH_LETTER = /^([MTSHR])(\d{2})(\d{2})(\d{2})$/;
const COMPACT_WITH_DIGIT = /^([1-5])(\d{2})(\d{2})(\d{2})$/;
const WESTERN = /^(\d{4})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?$/;
const COMPACT_WESTERN = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * Reads a date as people type it or as certificates print it: S41.5.26, 昭和41年5月26日, 昭41/5/26, S410526, 3410526,
 * 19660526, 1966/5/26, 1966-05-26, 1966年5月26日, in any character width, with or without spaces.
 * A 元号 with a year or day it does not have is refused, and what was probably meant is offered as `suggestion`
 * (昭和65年5月26日 gives 1990-05-26).
 * @throws TerminologyError empty | format | unknown_value | era_range
 */
export function parseDate(text: string): CalendarDate {
  const folded = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (folded === '') throw new TerminologyError(LABEL, 'empty', '日付を入力してください。');

  const withEra = WITH_ERA.exec(folded) ?? COMPACT_WITH_LETTER.exec(folded);
  if (withEra) {
    const era = ERA_BY_SIGN.get(withEra[1] ?? '');
    const year = withEra[2] === '元' ? 1 : Number(withEra[2]);
    if (era) return fromEra(era, year, Number(withEra[3]), Number(withEra[4]));
  }
  const withDigit = COMPACT_WITH_DIGIT.exec(folded);
  if (withDigit) {
    const era = ERAS.find(({ digit }) => digit === withDigit[1]);
    if (era) return fromEra(era, Number(withDigit[2]), Number(withDigit[3]), Number(withDigit[4]));
  }
  const western = WESTERN.exec(folded) ?? COMPACT_WESTERN.exec(folded);
  if (western) return calendarDateOf(Number(western[1]), Number(western[2]), Number(western[3]));

  throw new TerminologyError(
    LABEL,
    'format',
    '日付を読み取れません。「昭和41年5月26日」「S41.5.26」「19660526」のように入力してください。',
  );
}

function fromEra(era: Era, year: number, month: number, day: number): CalendarDate {
  if (year === 0)
    throw new TerminologyError(LABEL, 'era_range', `${era.name}0年はありません。1年は元年です。`);
  const date = calendarDateOf(era.firstYear + year - 1, month, day);
  if (date > era.to) {
    throw new TerminologyError(
      LABEL,
      'era_range',
      `${era.name}は${lastDayInWords(era)}までです。次の元号か西暦で入力してください。`,
      date,
    );
  }
  if (date < era.from) {
    throw new TerminologyError(
      LABEL,
      'era_range',
      `${era.name}は${formatEra(era.from)}からです。前の元号か西暦で入力してください。`,
      date,
    );
  }
  return date;
}

/** formatEra would name the new era on a day that belongs to both. */
function lastDayInWords(era: Era): string {
  const year = Number(era.to.slice(0, 4)) - era.firstYear + 1;
  return `${era.name}${year}年${Number(era.to.slice(5, 7))}月${Number(era.to.slice(8, 10))}日`;
}
