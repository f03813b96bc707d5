import type { PatientRuleKind, RuleCheck } from './rules/check-rules.ts';
import { PATIENT_RULE_KINDS } from './rules/check-rules.ts';
import type { CoverageEntry, FindingKind, OutsideInformation } from './types.ts';

interface Line {
  ref: string;
  name: string;
}

/** What was compared with what, for the kinds that look at other drugs. */
export interface Compared {
  lines: number;
  active: number;
  external: number;
  allergies: number;
  /** those of `allergies` that other facilities know */
  outsideAllergies: number;
}

const RULE_WORDS: Record<PatientRuleKind, { about: string; checked: string }> = {
  disease: { about: '禁忌の病名', checked: '記録されている病名と比べました。' },
  pregnancy: {
    about: '妊娠中の使用',
    checked: '妊娠の記録と比べました（男性、12歳未満、56歳以上は対象外です）。',
  },
  age: { about: '年齢の制限', checked: '年齢と比べました。' },
  renal: { about: '腎機能による制限', checked: 'eGFRの記録と比べました。' },
  lactation: {
    about: '授乳中の使用',
    checked: '授乳の記録と比べました（男性、12歳未満、56歳以上は対象外です）。',
  },
  dose: { about: '用量の上限', checked: '用量の上限と比べました。' },
  max_days: { about: '投与日数の上限', checked: '投与日数の上限と比べました。' },
};

/** The kinds that compare drugs with each other and with allergies. What could not be compared is in `uncheckable`. */
export function coverageOfPairs(
  compared: Compared,
  hasCautions: boolean,
  outside: OutsideInformation | undefined,
): CoverageEntry[] {
  const others = `今回の${compared.lines}剤、自院の服用中${compared.active}剤、ほかの医療機関${compared.external}剤`;
  const entry = (kind: FindingKind, text: string): CoverageEntry => ({
    kind,
    state: 'checked',
    text,
    lines: [],
  });
  return [
    entry('allergy', `${allergiesInWords(compared)}${outside ? notIncluded(outside) : ''}`),
    ...(outside?.unread ?? []).map(
      (text): CoverageEntry => ({ kind: 'allergy', state: 'could_not_check', text, lines: [] }),
    ),
    entry('contraindicated', `${others}の間で、併用禁忌の表と比べました。`),
    entry('duplicate', `${others}の間で、成分と投与経路を比べました。`),
    hasCautions
      ? entry('caution', '主な組だけの表と比べました。表にない組が安全という意味ではありません。')
      : {
          kind: 'caution',
          state: 'could_not_check',
          text: '併用に注意する組の表が読み込まれていないため、確認していません。',
          lines: [],
        },
  ];
}

const sharedWords: Record<OutsideInformation['shared'], string> = {
  no_consent:
    'ほかの医療機関の情報（電子カルテ情報共有）は、閲覧の同意がないか終わっているため、含めていません。',
  nothing:
    'ほかの医療機関の情報（電子カルテ情報共有）は、届いているものがありません（まだ受け取れていないこともあります）。',
  included: '',
};

/** What stands elsewhere and was not compared. */
const notIncluded = ({ shared, unopened }: OutsideInformation): string =>
  `${sharedWords[shared]}${unopened.length === 0 ? '' : `${unopened.join('、')}の紹介状は、まだ開いていないため、含めていません。`}`;

function allergiesInWords({ allergies, outsideAllergies }: Compared): string {
  const own = `アレルギーの記録${allergies - outsideAllergies}件`;
  return outsideAllergies === 0
    ? `${own}と比べました。`
    : `${own}と、ほかの医療機関のアレルギー情報${outsideAllergies}件と比べました。`;
}

/** What the rules of the lines could and could not tell, kind by kind. No rule is not "safe", and is said so. */
export function coverageOfRules(
  checked: readonly { line: Line; checks: readonly RuleCheck[] }[],
  hasRules: boolean,
): CoverageEntry[] {
  return PATIENT_RULE_KINDS.flatMap((kind): CoverageEntry[] => {
    const { about } = RULE_WORDS[kind];
    if (!hasRules)
      return [
        {
          kind,
          state: 'could_not_check',
          text: `薬ごとの決まりの表が読み込まれていないため、${about}を確認していません。`,
          lines: [],
        },
      ];
    const of = checked.map(({ line, checks }) => ({
      line,
      check: checks.find((each) => each.kind === kind),
    }));
    const blind = of.filter(({ check }) => (check?.missing.length ?? 0) > 0);
    const unknown = of.filter(({ check }) => check?.hasRule === false);
    const entries: CoverageEntry[] = [];
    for (const [why, group] of Map.groupBy(blind, ({ check }) => check!.missing.join('、')))
      entries.push({
        kind,
        state: 'could_not_check',
        text: `${why}、${about}を確認していません。`,
        lines: group.map(({ line }) => line),
      });
    if (unknown.length > 0)
      entries.push({
        kind,
        state: 'no_rule',
        text: `${about}の決まりが表にありません。安全という意味ではありません。`,
        lines: unknown.map(({ line }) => line),
      });
    return entries.length > 0
      ? entries
      : [{ kind, state: 'checked', text: RULE_WORDS[kind].checked, lines: [] }];
  });
}
