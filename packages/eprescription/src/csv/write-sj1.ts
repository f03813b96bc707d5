import type { PrescriptionRecord } from '@shirube/core/records';
import { type Dialect, electronic, inHouse, paper } from './dialect.ts';
import { headerLines } from './header-lines.ts';
import { clinicalNoteLines, rpLines } from './rp-lines.ts';
import { encodeShiftJis } from './shift-jis.ts';

/**
 * 電子処方箋の処方情報CSV: header SJ1, UTF-8 without BOM, LF only; records in ascending order, then RP by RP.
 * Throws Sj1Error with a sentence when something required is missing or does not fit.
 */
export function writeSj1(record: PrescriptionRecord): Uint8Array {
  return Buffer.from(
    linesOf(record, electronic)
      .map((line) => `${line}\n`)
      .join(''),
    'utf8',
  );
}

/** 院内処方情報CSV of what was dispensed at the clinic; encoding as writeSj1. Throws Sj1Error likewise. */
export function writeInHouse(record: PrescriptionRecord): Uint8Array {
  return Buffer.from(
    linesOf(record, inHouse)
      .map((line) => `${line}\n`)
      .join(''),
    'utf8',
  );
}

/** The text of a paper prescription's symbols. */
export interface PaperText {
  /** CP932, each element the bytes of one character; CR LF after each record, 1Ah at the end */
  characters: (readonly number[])[];
  /** characters CP932 lacks: ■ stands for them */
  replaced: string[];
}

const END_OF_FILE = '\u001a';

/**
 * 院外処方箋2次元シンボルのデータ: header JAHIS10, Shift_JIS (CP932), CR LF, EOF.
 * Throws Sj1Error with a sentence when something required is missing or does not fit.
 */
export function writePaperText(record: PrescriptionRecord): PaperText {
  const text = `${linesOf(record, paper)
    .map((line) => `${line}\r\n`)
    .join('')}${END_OF_FILE}`;
  return encodeShiftJis(text);
}

function linesOf(record: PrescriptionRecord, dialect: Dialect): string[] {
  return [
    dialect.version,
    ...headerLines(record, dialect),
    ...rpLines(record, dialect),
    ...(dialect.hasClinicalNotes ? clinicalNoteLines(record) : []),
  ];
}
