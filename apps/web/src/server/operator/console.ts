import 'server-only';
import { type ConsoleStore, openConsole } from '@shirube/db';
import { environment } from '../../env.ts';

const holder = globalThis as unknown as { shirubeConsole?: ConsoleStore };

/** The operators' own connection, which reaches no table; null where this process serves no console. */
export function operatorConsole(): ConsoleStore | null {
  const url = environment().SHIRUBE_DATABASE_OPERATOR_URL;
  if (url === '') return null;
  holder.shirubeConsole ??= openConsole({ url });
  return holder.shirubeConsole;
}
