import type { Proof } from './annotations.ts';
import {
  byId,
  type Chapter,
  type Control,
  type GuidelineControl,
  levelInScope,
  type Requirement,
  type Status,
  statuses,
  statusOf,
} from './controls.ts';

const written =
  '<!-- Written by `npm run docs:security` from the JSON beside it and the tests. Do not edit. -->';

const legend = `| 状態 | 意味 |
|---|---|
| 証明あり | 試験が通らなくなれば統制が壊れたと分かる。試験名は右の列 |
| 一部 | 実装はあるが、足りないものを「補足」に書いた。試験がある分は右の列 |
| 実装あり・試験なし | 実装の場所は分かるが、それを確かめる試験に印がない |
| 未実装 | ない。予定があれば「補足」に書いた |
| 運用 | ソフトウェアではなく、医療機関または運用者が行う |
| 対象外 | 当てはまらない。理由は「補足」 |`;

export type Counts = Record<Status, number>;

export const counted = (found: readonly Status[]): Counts =>
  Object.fromEntries(statuses.map((each) => [each, found.filter((one) => one === each).length])) as Counts;

const countTable = (counts: Counts): string =>
  `| ${statuses.join(' | ')} | 計 |\n|${'---|'.repeat(statuses.length + 1)}\n| ${statuses
    .map((each) => counts[each])
    .join(' | ')} | ${Object.values(counts).reduce((sum, each) => sum + each, 0)} |`;

/** A cell: no line break and no bar, or the table falls apart. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

/** Files in the order of their paths, each once, with the titles of its tests below. */
function proofCell(proofs: readonly Proof[]): string {
  const byFile = new Map<string, string[]>();
  for (const { file, title } of proofs) byFile.set(file, [...(byFile.get(file) ?? []), title]);
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([file, titles]) =>
        `\`${file}\`: ${[...new Set(titles)]
          .sort()
          .map((title) => cell(`“${title}”`))
          .join('; ')}`,
    )
    .join('<br>');
}

const implementationCell = (control: Control): string =>
  [...control.implementedIn]
    .sort()
    .map((where) => `\`${where.replace('#', '` `')}\``)
    .join('<br>');

const remark = (control: Control): string =>
  cell(
    [
      control.outOfScope,
      control.gap && `不足: ${control.gap}`,
      control.later && `予定: ${control.later}`,
      control.organisational && `運用: ${control.organisational}`,
    ]
      .filter(Boolean)
      .join(' '),
  );

export interface Page {
  text: string;
  counts: Counts;
}

/** docs/security/controls.md: the guideline, one row a control. */
export function guidelinePage(
  source: { title: string; preface: string; areas: Record<string, string>; controls: GuidelineControl[] },
  proofsOf: (id: string) => readonly Proof[],
): Page {
  const controls = [...source.controls].sort(byId);
  const status = (control: GuidelineControl) => statusOf(control, proofsOf(control.id).length);
  const counts = counted(controls.map(status));
  const parts = Object.entries(source.areas).map(([area, name]) => {
    const rows = controls
      .filter(({ id }) => id.startsWith(area))
      .map(
        (each) =>
          `| ${each.id} | ${cell(each.ja)}<br>${cell(each.en)} | ${status(each)} | ${implementationCell(each)} | ${proofCell(
            proofsOf(each.id),
          )} | ${remark(each)} |`,
      );
    return `## ${area}. ${name}\n\n| 統制 | 内容 | 状態 | 実装 | 証明する試験 | 補足 |\n|---|---|---|---|---|---|\n${rows.join('\n')}`;
  });
  const text = [
    `# ${source.title}`,
    written,
    source.preface,
    countTable(counts),
    legend,
    parts.join('\n\n'),
  ].join('\n\n');
  return { text: `${text}\n`, counts };
}

/** A requirement as it is judged: a level nobody asks for is out of scope unless something was done for it anyway. */
export function judged(chapter: Chapter, requirement: Requirement, proofs: number): Requirement {
  if (chapter.outOfScope) return { ...requirement, outOfScope: chapter.outOfScope };
  const unasked = !levelInScope(chapter.id, requirement.level);
  if (unasked && proofs === 0 && requirement.implementedIn.length === 0 && !requirement.outOfScope)
    return { ...requirement, outOfScope: `この章はレベル2まで` };
  return requirement;
}

/** docs/security/asvs.md: the ASVS, chapter by chapter. */
export function asvsPage(
  source: { title: string; preface: string; chapters: Chapter[] },
  proofsOf: (id: string) => readonly Proof[],
): Page {
  const all: Status[] = [];
  const overview: string[] = [];
  const parts = [...source.chapters].sort(byId).map((chapter) => {
    const found: Status[] = [];
    const rows = [...chapter.requirements].sort(byId).map((each) => {
      const proofs = proofsOf(each.id);
      const entry = judged(chapter, each, proofs.length);
      const status = statusOf(entry, proofs.length);
      found.push(status);
      return `| ${each.id} | ${each.level} | ${cell(each.statement)} | ${status} | ${implementationCell(entry)} | ${proofCell(proofs)} | ${remark(entry)} |`;
    });
    all.push(...found);
    const counts = counted(found);
    overview.push(
      `| ${chapter.id} ${chapter.name} | ${statuses.map((each) => counts[each]).join(' | ')} | ${found.length} |`,
    );
    return `## ${chapter.id} ${chapter.name}\n\n| 要件 | L | 内容 | 状態 | 実装 | 証明する試験 | 補足 |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}`;
  });
  const counts = counted(all);
  const table = `| 章 | ${statuses.join(' | ')} | 計 |\n|${'---|'.repeat(statuses.length + 2)}\n${overview.join('\n')}\n| 全体 | ${statuses
    .map((each) => counts[each])
    .join(' | ')} | ${all.length} |`;
  const text = [`# ${source.title}`, written, source.preface, table, legend, parts.join('\n\n')].join('\n\n');
  return { text: `${text}\n`, counts };
}
