import type { ApiClientView } from '@shirube/core/api-clients/schema';

/** What every card of a client takes. */
export interface ClientCardProps {
  client: ApiClientView;
  onChanged: () => Promise<unknown>;
}
