import { classNames } from '../class-names.ts';

/** Above or below the laboratory's reference range; doubled: a panic value. */
export type LabFlag = 'H' | 'L' | 'HH' | 'LL';

export interface LabValue {
  /** as the laboratory wrote it, never recomputed: "<0.01" stays */
  text: string;
  flag?: LabFlag | undefined;
}

export interface LabTrendRow {
  name: string;
  unit?: string | undefined;
  /** reference range as text: 3.6〜4.8 */
  reference?: string | undefined;
  /** one per date, null where it was not measured */
  values: readonly (LabValue | null)[];
}

export interface LabTrendProps {
  caption: string;
  /** column heads, oldest first; the last one is the newest and stands out */
  dates: readonly string[];
  rows: readonly LabTrendRow[];
}

const flagWord: Record<LabFlag, string> = {
  H: '基準より高い',
  L: '基準より低い',
  HH: '至急値 高い',
  LL: '至急値 低い',
};

/** The last few results side by side. Outside the range: a letter and a word, and colour as the third sign. */
export function LabTrend({ caption, dates, rows }: LabTrendProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a scrolling frame, not a fieldset and not a landmark of its own
    <div role="group" aria-label={caption} tabIndex={0} className="focus-inset overflow-x-auto">
      <table className="tabular w-full border-collapse text-sub">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-ink-2">
            <th scope="col" className="py-2 pr-1 pl-4 text-left font-normal">
              項目
            </th>
            {dates.map((date, index) => (
              <th
                key={date}
                scope="col"
                className={classNames(
                  'px-1.5 py-2 text-right last:pr-4',
                  index === dates.length - 1 ? 'font-bold text-ink' : 'font-normal',
                )}
              >
                {date}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-b border-line-2 last:border-b-0">
              <th scope="row" className="py-1.5 pr-1 pl-4 text-left leading-snug font-normal">
                {row.name}
                {row.unit || row.reference ? (
                  <span className="block text-[0.8125rem] text-ink-2">
                    {[row.reference, row.unit].filter(Boolean).join(' ')}
                  </span>
                ) : null}
              </th>
              {dates.map((date, index) => (
                <td
                  key={date}
                  className={classNames(
                    'px-1.5 py-1.5 text-right whitespace-nowrap last:pr-4',
                    index === dates.length - 1 && 'text-body',
                  )}
                >
                  <Cell value={row.values[index] ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-t border-line-2 px-4 py-2 text-note text-ink-2">
        <span className="font-bold text-danger">H</span> 基準より高い
        <span className="ml-4 font-bold text-key">L</span> 基準より低い
      </p>
    </div>
  );
}

function Cell({ value }: { value: LabValue | null }) {
  if (value === null)
    return (
      <span className="text-ink-2">
        <span aria-hidden="true">－</span>
        <span className="sr-only">測定なし</span>
      </span>
    );
  if (value.flag === undefined) return value.text;
  const high = value.flag.startsWith('H');
  const panic = value.flag.length === 2;
  return (
    <span className={classNames('font-bold', high ? 'text-danger' : 'text-key')}>
      {value.text}{' '}
      <span
        aria-hidden="true"
        className={classNames(
          'ml-0.5 inline-block min-w-[1.35em] rounded-tag px-0.5 text-center text-note leading-snug',
          panic
            ? high
              ? 'bg-danger text-white'
              : 'bg-key text-white'
            : high
              ? 'bg-danger-tint'
              : 'bg-key-tint',
        )}
      >
        {value.flag}
      </span>
      <span className="sr-only">{flagWord[value.flag]}</span>
    </span>
  );
}
