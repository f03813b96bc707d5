import type { Issue } from '../../packages/fhir-mapper/src/index.ts';
import type { JudgedFile, JudgeMessage } from './judge.ts';

/** What is known of the judge's messages: conformance/expected.json. */
export interface Expected {
  /** defects of the definitions themselves, each proven by an official valid example that raises the same message */
  errors: { text: string; example: string; why: string }[];
  /** warnings, and why they say nothing about our Bundles */
  warnings: { text: string; why: string }[];
  /** rules for which our own validation keeps a Bundle of the demo clinics from being sent, rightly */
  heldBack: { ruleId: string; why: string }[];
}

/** What became of one Bundle of ours. */
export interface Verdict {
  file: string;
  /** held back: both refuse it for a known reason, so it is never sent */
  outcome: 'valid' | 'held back' | 'wrong';
  /** errors nothing explains: of the judge, and of our own validation */
  unexplained: JudgeMessage[];
  own: Issue[];
  /** defects of the definitions that it raises */
  defects: JudgeMessage[];
  warnings: JudgeMessage[];
  unexplainedWarnings: JudgeMessage[];
}

export const isError = ({ severity }: JudgeMessage): boolean => severity === 'error' || severity === 'fatal';

const explains =
  (message: JudgeMessage) =>
  ({ text }: { text: string }): boolean =>
    message.message.includes(text);

/** Sets the judge's messages and our own findings for one Bundle against what is known. */
export function verdictOf(
  judged: JudgedFile,
  own: readonly Issue[],
  expected: Pick<Expected, 'errors' | 'warnings' | 'heldBack'>,
): Verdict {
  const errors = judged.messages.filter(isError);
  const warnings = judged.messages.filter(({ severity }) => severity === 'warning');
  const defects = errors.filter((message) => expected.errors.some(explains(message)));
  const remaining = errors.filter((message) => !defects.includes(message));
  const refusals = own.filter(({ severity }) => severity === 'error');
  const isKnown = refusals.every(({ ruleId }) => expected.heldBack.some((each) => each.ruleId === ruleId));
  const isHeldBack = remaining.length > 0 && refusals.length > 0 && isKnown;
  const isValid = remaining.length === 0 && refusals.length === 0;
  return {
    file: judged.file,
    outcome: isValid ? 'valid' : isHeldBack ? 'held back' : 'wrong',
    unexplained: isHeldBack ? [] : remaining,
    own: refusals,
    defects,
    warnings,
    unexplainedWarnings: warnings.filter((message) => !expected.warnings.some(explains(message))),
  };
}

/** Known defects whose proof is gone: the official example no longer raises the message. */
export function unproven(expected: Expected, official: readonly JudgedFile[]): Expected['errors'] {
  return expected.errors.filter(
    ({ text, example }) =>
      !official.some(
        ({ file, messages }) =>
          file === example && messages.some((message) => isError(message) && message.message.includes(text)),
      ),
  );
}
