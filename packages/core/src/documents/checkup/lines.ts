/** What the screen of a check-up needs: pure, and free of the database. */
export { placeOf, wrongIn } from './missing.ts';
export { addableRows, CHECKUP_PROGRAMS, OTHER_SERVICES } from './programs.ts';
export { emptyEntry, entryIn, isAbsent, isAnswered } from './rows.ts';
export type { CheckupContent, CheckupEntry, CheckupProgram, CheckupRow, CheckupView } from './schema.ts';
export { type ShownLine, shownLines, withProgram } from './shown.ts';
export { judgedValue } from './thresholds.ts';
