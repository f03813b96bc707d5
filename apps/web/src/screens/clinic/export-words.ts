export const exportBadges = {
  waiting: { label: '順番を待っています', tone: 'neutral' },
  running: { label: '作っています', tone: 'key' },
  ready: { label: '受け取れます', tone: 'success' },
  failed: { label: '作れませんでした', tone: 'danger' },
  removed: { label: '期限が過ぎました', tone: 'neutral' },
} as const;

/** '12.3 MB' */
export const megabytes = (bytes: number): string =>
  `${(bytes / 1_000_000).toLocaleString('ja-JP', { maximumFractionDigits: 1, minimumFractionDigits: 1 })} MB`;

/** How often a page that shows something on its way looks again. */
export const lookAgainMilliseconds = 3_000;
