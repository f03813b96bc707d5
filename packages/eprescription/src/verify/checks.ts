/** What is looked at, in this order (hpki interface §7). */
export type CheckName =
  | 'structure'
  | 'digests'
  | 'signature'
  | 'certificate'
  | 'usage'
  | 'role'
  | 'time'
  | 'timestamp'
  | 'chain'
  | 'revocation'
  | 'timestamp_revocation'
  | 'archive'
  | 'prescription';

export interface SignatureCheck {
  name: CheckName;
  status: 'valid' | 'invalid' | 'indeterminate' | 'not_applicable';
  /** a sentence for the clinic */
  message: string;
}

/** A check that does not hold; it ends the examination. */
export class Refusal extends Error {
  readonly check: CheckName;
  constructor(check: CheckName, message: string) {
    super(message);
    this.check = check;
  }
}

/** Checks that may stay open without making a signature invalid; they are shown as open. */
const mayStayOpen: readonly CheckName[] = ['revocation', 'timestamp_revocation', 'archive'];

/** Nothing is invalid, and nothing is indeterminate that has to be known. */
export const holds = (checks: readonly SignatureCheck[]): boolean =>
  checks.every(
    ({ name, status }) =>
      status === 'valid' ||
      status === 'not_applicable' ||
      (status === 'indeterminate' && mayStayOpen.includes(name)),
  );
