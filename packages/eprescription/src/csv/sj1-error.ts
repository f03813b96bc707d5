/** A prescription that can not be written as a record: which record and field, and what to do about it. */
export class Sj1Error extends Error {
  readonly recordNumber: number;
  readonly field: string;
  readonly userMessage: string;
  constructor(recordNumber: number, field: string, userMessage: string) {
    super(`SJ1 record ${recordNumber}: ${field}`);
    this.name = 'Sj1Error';
    this.recordNumber = recordNumber;
    this.field = field;
    this.userMessage = userMessage;
  }
}
