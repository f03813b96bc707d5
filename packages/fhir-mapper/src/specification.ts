/**
 * Editions of the JP-CLINS definitions. 1.10.0 is the newest whose definitions are at hand; 1.11.0 stands for it with the published
 * errata (2025-05-22 and 2025-07-14), of which only the words are known. What differs is decided where it is written, by this one value.
 */
export const CLINS_VERSIONS = ['1.10.0', '1.11.0'] as const;
export type ClinsVersion = (typeof CLINS_VERSIONS)[number];
export const DEFAULT_CLINS_VERSION: ClinsVersion = '1.10.0';
