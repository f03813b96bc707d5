import type { ElementType } from 'react';

/**
 * What draws a link: 'a', or the app's own link component (next/link) that takes `href`, `className` and
 * `children`. The design system knows no router, so the app hands it in.
 */
export type LinkLike = ElementType;
