'use client';

import { type Ref, type RefCallback, useLayoutEffect, useRef } from 'react';

/** Browsers with CSS `field-sizing` let a textarea grow by themselves. */
function growsByItself(): boolean {
  return globalThis.CSS?.supports?.('field-sizing', 'content') ?? false;
}

function fit(area: HTMLTextAreaElement) {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}

/**
 * Lets a textarea grow with its text where the browser does not: after each change of `value` (controlled) and
 * after each input (uncontrolled). Returns the ref to set; `alsoSet` receives the element too.
 */
export function useAutosize(
  value: unknown,
  alsoSet?: Ref<HTMLTextAreaElement> | undefined,
): RefCallback<HTMLTextAreaElement> {
  const own = useRef<HTMLTextAreaElement | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text that is shown
  useLayoutEffect(() => {
    const area = own.current;
    if (area === null || growsByItself()) return;
    const grow = () => fit(area);
    grow();
    area.addEventListener('input', grow);
    return () => area.removeEventListener('input', grow);
  }, [value]);

  return (area) => {
    own.current = area;
    if (typeof alsoSet === 'function') alsoSet(area);
    else if (alsoSet) alsoSet.current = area;
  };
}
