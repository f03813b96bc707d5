export { createEligibilityPort } from './port.ts';
