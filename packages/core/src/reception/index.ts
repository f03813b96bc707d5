export { differencesBetween, listBoard } from './board.ts';
export { acceptInbound, recordInbound } from './inbound.ts';
export { changeReceptionStatus, receivePatient } from './receive-patient.ts';
export * from './schema.ts';
