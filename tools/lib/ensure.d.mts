/** What TypeScript sees of ensure.mjs, which runs before TypeScript is installed. */
export const skippedCode: number;
export function say(text: string): void;
