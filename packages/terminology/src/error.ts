/** Why a code, a date or a text was not accepted. */
export type TerminologyErrorReason =
  | 'empty'
  /** wrong length or characters */
  | 'format'
  /** the last digit does not follow from the others: usually a slip of the finger */
  | 'check_digit'
  /** well-formed, but not a value the table or the calendar knows */
  | 'unknown_value'
  /** a 元号 does not have that year or day */
  | 'era_range';

/**
 * A value that is not what it claims to be.
 * `message` and `userMessage` never repeat the value: insurance numbers and birth dates pass through here
 * and messages end up in logs. `suggestion` may hold one (a likely correct calendar date) and is for the screen only.
 */
export class TerminologyError extends Error {
  /** the kind of value in Japanese, as the clinic calls it: YJコード, 保険者番号 … */
  readonly label: string;
  readonly reason: TerminologyErrorReason;
  /** A Japanese sentence a clinic can act on. */
  readonly userMessage: string;
  /** A value the person may have meant, in canonical form; null when there is no good guess. */
  readonly suggestion: string | null;

  constructor(
    label: string,
    reason: TerminologyErrorReason,
    userMessage: string,
    suggestion: string | null = null,
  ) {
    super(`${label}: ${reason}`);
    this.name = 'TerminologyError';
    this.label = label;
    this.reason = reason;
    this.userMessage = userMessage;
    this.suggestion = suggestion;
  }
}
