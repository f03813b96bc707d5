import { TerminologyError } from '../error.ts';

/** A string known to be a well-formed code of one code system, in its canonical (half-width, upper-case) form. */
export type Code<Name extends string> = string & { readonly __code: Name };

/** How one kind of code is recognised. */
export interface CodeKind<T extends string> {
  /** the name the clinic knows: YJコード, 保険者番号 … */
  readonly label: string;
  /** True only for the canonical form, check digit included. */
  is(text: string): text is T;
  /**
   * Reads typed or received text: full-width characters, surrounding spaces and lower case are accepted.
   * @throws TerminologyError empty | format | check_digit
   */
  parse(text: string): T;
}

interface CodeRule {
  label: string;
  /** what is expected, completing 「…は◯◯です。」 */
  expected: string;
  pattern: RegExp;
  /** true when the check digit (or another rule over the whole code) holds */
  verify?: (canonical: string) => boolean;
  /** further tidying after width folding, e.g. removing hyphens */
  tidy?: (text: string) => string;
}

/** Half-width, upper-case, without surrounding spaces: the form in which codes are stored and compared. */
export function canonicalCodeText(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** Makes the recogniser of one kind of code from its rule. */
export function defineCode<T extends string>(rule: CodeRule): CodeKind<T> {
  const accepts = (canonical: string): boolean =>
    rule.pattern.test(canonical) && (rule.verify === undefined || rule.verify(canonical));
  return {
    label: rule.label,
    is: (text): text is T => accepts(text),
    parse: (text) => {
      const folded = canonicalCodeText(text);
      const canonical = rule.tidy ? rule.tidy(folded) : folded;
      if (canonical === '') {
        throw new TerminologyError(rule.label, 'empty', `${rule.label}を入力してください。`);
      }
      if (!rule.pattern.test(canonical)) {
        throw new TerminologyError(
          rule.label,
          'format',
          `${rule.label}は${rule.expected}です。確認してください。`,
        );
      }
      if (rule.verify && !rule.verify(canonical)) {
        throw new TerminologyError(
          rule.label,
          'check_digit',
          `${rule.label}の検証番号が合いません。数字の打ち間違いがないか確認してください。`,
        );
      }
      return canonical as T;
    },
  };
}
