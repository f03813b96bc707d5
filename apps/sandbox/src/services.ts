import type { FaultSwitches } from './faults.ts';
import type { DrugKnowledge } from './knowledge/drugs.ts';
import type { InstitutionDirectory } from './knowledge/institutions.ts';
import type { PeopleRegistry } from './knowledge/people.ts';
import type { SandboxPki } from './signing/pki.ts';
import type { StateStore } from './state/store.ts';

/** Everything a handler may use. One per running sandbox. */
export interface SandboxServices {
  readonly store: StateStore;
  readonly people: PeopleRegistry;
  readonly drugs: DrugKnowledge;
  readonly institutions: InstitutionDirectory;
  readonly faults: FaultSwitches;
  readonly pki: SandboxPki;
  /** base address as seen by callers, without a trailing slash; known once listening */
  url(): string;
  now(): Date;
}
