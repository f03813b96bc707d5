import { classNames } from '../class-names.ts';

/** Tells open charts apart by shape and colour together; the word is for those who see neither. */
export type MarkerShape = 'square' | 'triangle' | 'circle' | 'diamond' | 'star' | 'hexagon';

/** In the order to hand out to newly opened charts. */
export const markerShapes: readonly MarkerShape[] = [
  'square',
  'triangle',
  'circle',
  'diamond',
  'star',
  'hexagon',
];

/** Colours are class names, never style attributes: the content security policy refuses those. */
const markers: Record<
  MarkerShape,
  { word: string; fill: string; topBorder: string; topBar: string; points: string | null }
> = {
  square: {
    word: '青緑の四角',
    fill: 'fill-cyan-900',
    topBorder: 'border-t-cyan-900',
    topBar: 'shadow-[inset_0_0.25rem_0_var(--color-cyan-900)]',
    points: '2,2 22,2 22,22 2,22',
  },
  triangle: {
    word: '紫の三角',
    fill: 'fill-purple-700',
    topBorder: 'border-t-purple-700',
    topBar: 'shadow-[inset_0_0.25rem_0_var(--color-purple-700)]',
    points: '12,1.5 23,22 1,22',
  },
  circle: {
    word: '橙の丸',
    fill: 'fill-orange-800',
    topBorder: 'border-t-orange-800',
    topBar: 'shadow-[inset_0_0.25rem_0_var(--color-orange-800)]',
    points: null,
  },
  diamond: {
    word: '赤紫のひし形',
    fill: 'fill-magenta-800',
    topBorder: 'border-t-magenta-800',
    topBar: 'shadow-[inset_0_0.25rem_0_var(--color-magenta-800)]',
    points: '12,0.5 23.5,12 12,23.5 0.5,12',
  },
  star: {
    word: '緑の星',
    fill: 'fill-green-800',
    topBorder: 'border-t-green-800',
    topBar: 'shadow-[inset_0_0.25rem_0_var(--color-green-800)]',
    points: '12,0.5 15.1,8.2 23.4,8.7 17,14 19.1,22.1 12,17.6 4.9,22.1 7,14 0.6,8.7 8.9,8.2',
  },
  hexagon: {
    word: '茶の六角',
    fill: 'fill-yellow-1100',
    topBorder: 'border-t-yellow-1100',
    topBar: 'shadow-[inset_0_0.25rem_0_var(--color-yellow-1100)]',
    points: '12,0.8 21.7,6.4 21.7,17.6 12,23.2 2.3,17.6 2.3,6.4',
  },
};

/** The class that colours the top border of what belongs to the chart: its banner. */
export function markerTopBorder(shape: MarkerShape): string {
  return markers[shape].topBorder;
}

/** The class that draws a bar of the marker's colour inside the top edge: the open chart's tab. */
export function markerTopBar(shape: MarkerShape): string {
  return markers[shape].topBar;
}

/** The marker itself, named by its word (青緑の四角の印) so that it can also be said aloud on the phone. */
export function Marker({ shape, className }: { shape: MarkerShape; className?: string | undefined }) {
  const { word, fill, points } = markers[shape];
  return (
    <svg
      viewBox="0 0 24 24"
      role="img"
      aria-label={`${word}の印`}
      className={classNames('marker-shape shrink-0', fill, className ?? 'size-4')}
    >
      {points === null ? <circle cx="12" cy="12" r="11" /> : <polygon points={points} />}
    </svg>
  );
}
