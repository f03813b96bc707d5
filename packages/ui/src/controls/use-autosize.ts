'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Lets a textarea grow with its text. Browsers with CSS `field-sizing` do it themselves; for the others the
 * height follows the content after each change of `value`.
 */
export function useAutosize(value: unknown): RefObject<HTMLTextAreaElement | null> {
  const ref = useRef<HTMLTextAreaElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text that is shown
  useLayoutEffect(() => {
    const area = ref.current;
    if (area === null || globalThis.CSS?.supports?.('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [value]);
  return ref;
}
