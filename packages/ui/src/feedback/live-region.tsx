'use client';

import { type ReactNode, useEffect } from 'react';

/**
 * A place whose new words a screen reader reads out politely. It is invisible; the same thing must also be
 * visible somewhere. Keep it mounted and change its text.
 */
export function LiveRegion({ children }: { children: ReactNode }) {
  return (
    <div role="status" aria-live="polite" className="sr-only print-hide">
      {children}
    </div>
  );
}

const regionId = 'shirube-announcements';
/** Screen readers miss a text put into a region in the moment the region appears. */
const settleMilliseconds = 120;
/** Long enough to be read, short enough not to be found later by someone reading through the page. */
const keepMilliseconds = 8000;

function announcementRegion(): HTMLElement {
  const existing = document.getElementById(regionId);
  if (existing) return existing;
  const region = document.createElement('div');
  region.id = regionId;
  region.className = 'sr-only print-hide';
  region.setAttribute('role', 'log');
  region.setAttribute('aria-live', 'polite');
  region.setAttribute('aria-relevant', 'additions');
  document.body.append(region);
  return region;
}

/**
 * Reads `message` out politely, after what is being read now. Several messages queue; none is lost. For things
 * that appear by themselves (a safety alert in an order row). Browser only.
 */
export function announce(message: string): void {
  const region = announcementRegion();
  setTimeout(() => {
    const line = document.createElement('p');
    line.textContent = message;
    region.append(line);
    setTimeout(() => line.remove(), keepMilliseconds);
  }, settleMilliseconds);
}

/** Announces `message` when the component appears and whenever the message changes; null is silent. */
export function useAnnouncement(message: string | null): void {
  useEffect(() => {
    if (message !== null) announce(message);
  }, [message]);
}
