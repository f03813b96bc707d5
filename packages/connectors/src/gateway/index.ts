export { checkIdentifiers, GatewayClient, type Polling } from './client.ts';
export { type GatewayMessage, parseMessage, type Refusal, refusalError, verdictOf } from './message.ts';
export { insuredKeyElements } from './patient-key.ts';
export { fromWireDate, fromWireTime, toWireDate, wireMonthBefore } from './wire-dates.ts';
