'use client';

import { type RefObject, useEffect, useRef } from 'react';

/**
 * Tells the page how much of its top or bottom a sticky part covers, as `--stick-top` or `--stick-bottom` on
 * <html>. theme.css turns it into scroll padding (focus is never hidden under the bar, WCAG 2.4.11) and the
 * side columns end where it begins. Returns the ref of the part; the part, or its first child, is what sticks.
 */
export function useStickyInset<Part extends HTMLElement>(edge: 'top' | 'bottom'): RefObject<Part | null> {
  const ref = useRef<Part>(null);
  useEffect(() => {
    const part = ref.current;
    if (part === null || typeof ResizeObserver === 'undefined') return;
    const property = `--stick-${edge}`;
    const root = document.documentElement;
    const candidates = [part, part.firstElementChild].filter((element) => element !== null);

    const measure = () => {
      const sticking = candidates.find((element) => {
        const { position, display } = getComputedStyle(element);
        return position === 'sticky' && display !== 'contents';
      });
      root.style.setProperty(property, `${sticking?.getBoundingClientRect().height ?? 0}px`);
    };

    const observer = new ResizeObserver(measure);
    for (const element of candidates) observer.observe(element);
    window.addEventListener('resize', measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
      root.style.removeProperty(property);
    };
  }, [edge]);
  return ref;
}
