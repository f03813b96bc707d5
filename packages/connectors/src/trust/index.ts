export { readTrust } from './read-trust.ts';
export type { Trust } from './trust.ts';
