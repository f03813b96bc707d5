export { createTrust, TestRootRefused, type Trust } from './trust.ts';
