export { createSharingPort } from './port.ts';
