export { acceptInbound } from './accept-inbound.ts';
export { listBoard } from './board.ts';
export { differencesBetween } from './differences.ts';
export { isSameInsurance } from './insurance-key.ts';
export {
  getReceptionForClient,
  listReceptionsForClient,
  receptionForClientSchema,
} from './list-for-clients.ts';
export { type CardMatch, type KnownPerson, matchPatient } from './match-patient.ts';
export { receivePatient } from './receive-patient.ts';
export { cancelReception, changeReceptionStatus, receptionTransitions } from './reception-status.ts';
export { recordInbound } from './record-inbound.ts';
export * from './schema.ts';
