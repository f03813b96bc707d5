import { classNames } from '../class-names.ts';

export interface SkeletonProps {
  /** what is being fetched: これまでの受診 */
  label: string;
  /** grey lines to draw, about as many as will come */
  lines?: number | undefined;
}

const widths = ['w-3/4', 'w-full', 'w-5/6', 'w-2/3'];

/** Holds the place of something on its way, so that nothing jumps when it arrives. */
export function Skeleton({ label, lines = 3 }: SkeletonProps) {
  return (
    <div role="status" className="grid gap-3 p-4">
      <span className="sr-only">{label}を読み込んでいます</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
          key={line}
          aria-hidden="true"
          className={classNames(
            'block h-4 animate-pulse rounded-tag bg-solid-gray-100 forced-colors:border',
            widths[line % widths.length],
          )}
        />
      ))}
    </div>
  );
}
