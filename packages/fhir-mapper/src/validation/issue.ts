/** error: the service would refuse the Bundle, or it would say something wrong. warning: it is accepted, but look again. */
export type Severity = 'error' | 'warning';

/** One finding of the validation before sending. Holds no patient data: it may be stored and logged. */
export interface Issue {
  severity: Severity;
  /**
   * The rule as the profiles print it (R0211, R1012, con-4, bdl-7 …), or a word of our own in lower case: cardinality,
   * fixed-value, binding, pattern, profile, reference, slice, consistency, text, size, unsupported.
   */
  ruleId: string;
  /** FHIRPath-like place: Bundle.entry[1].resource.onsetDateTime */
  path: string;
  /** A Japanese sentence a doctor or clerk can act on. */
  message: string;
}

/** Collects the findings in the order in which the rules are written. */
export class Findings {
  readonly issues: Issue[] = [];

  error(ruleId: string, path: string, message: string): void {
    this.issues.push({ severity: 'error', ruleId, path, message });
  }

  warning(ruleId: string, path: string, message: string): void {
    this.issues.push({ severity: 'warning', ruleId, path, message });
  }
}
