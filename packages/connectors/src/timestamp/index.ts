export { createTimestampPort, createTimestampVerifier } from './port.ts';
