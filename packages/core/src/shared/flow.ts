import type { UnitOfWork } from '@shirube/db';
import type { OutsideServices } from '../ports/index.ts';

/**
 * What a flow works with: several short units of work with calls to outside services BETWEEN them, never inside.
 * Each unit of work leaves the record in a state a person can see and continue from.
 */
export interface FlowContext {
  run<T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  services: OutsideServices;
  now(): Date;
}
