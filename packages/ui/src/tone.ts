/** The meaning a coloured thing carries. The colour is always joined by a word or an icon. */
export type Tone = 'neutral' | 'key' | 'success' | 'caution' | 'warning' | 'danger' | 'unknown';
