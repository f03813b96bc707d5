import type { Person } from '@shirube/core/people/schema';

/** What every card of a person takes. */
export interface PersonCardProps {
  person: Person;
  onChanged: () => Promise<unknown>;
}
