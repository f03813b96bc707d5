export { createTimestampPort } from './port.ts';
