import 'server-only';
import { type Database, openDatabase } from '@shirube/db';
import { environment } from '../env.ts';

/** One pool a process; kept on globalThis because the development server loads modules again on every change. */
const holder = globalThis as unknown as { shirubeDatabase?: Database };

export function database(): Database {
  holder.shirubeDatabase ??= openDatabase({ url: environment().SHIRUBE_DATABASE_APP_URL, poolSize: 10 });
  return holder.shirubeDatabase;
}
