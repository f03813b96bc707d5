import path from 'node:path';
import type { CalendarDate } from '@shirube/terminology';
import pg from 'pg';
import { importMasters, readDemoMasters } from '../masters-import/index.ts';
import { createAccount, demoClinics } from './accounts.ts';
import { insertDemoApiClient } from './api-client.ts';
import { insertClinic } from './clinic.ts';
import { writeDemoDocuments } from './documents.ts';
import { fillClinic } from './fill-clinic.ts';
import { createOperator } from './operator.ts';
import { inTransaction } from './rows.ts';

export interface SeedOptions {
  ownerUrl: string;
  appUrl: string;
  /** the installation's 32-byte key (SHIRUBE_SECRET): seals the demo's authenticator secrets */
  key: Uint8Array;
  /** today in Tokyo */
  asOf: CalendarDate;
  log(text: string): void;
}

/** Fills an empty database with the code tables and the demo clinics; does nothing when they are there. */
export async function seedDemo(options: SeedOptions): Promise<void> {
  const owner = new pg.Client({ connectionString: options.ownerUrl });
  const app = new pg.Client({ connectionString: options.appUrl });
  await owner.connect();
  await app.connect();
  try {
    const { rows } = await owner.query(`SELECT count(*)::int AS n FROM identity.account`);
    if (rows[0].n > 0) {
      options.log('The demo clinics are there already.');
      return;
    }
    const masters = readDemoMasters(path.join(import.meta.dirname, '../masters'));
    await inTransaction(owner, async () => {
      const reports = await importMasters(owner, masters.tables, { editions: masters.editions });
      options.log(`Loaded ${reports.length} code tables.`);
    });
    await createOperator(owner, options.key);
    for (const clinic of demoClinics) {
      const accounts = new Map<string, string>();
      await inTransaction(owner, async () => {
        for (const person of clinic.people)
          accounts.set(person.loginId, await createAccount(owner, person, options.key));
      });
      let patients = 0;
      let ids = { tenantId: '', doctorId: '', clerkId: '' };
      await inTransaction(app, async () => {
        ids = await insertClinic(app, clinic, accounts);
        patients = await fillClinic(app, clinic, ids, options.asOf);
        if (clinic === demoClinics[0]) options.log(await insertDemoApiClient(app, ids.tenantId));
      });
      await writeDemoDocuments({ ...options, ...ids, slug: clinic.slug });
      options.log(`${clinic.name}: ${patients} patients.`);
    }
  } finally {
    await owner.end();
    await app.end();
  }
}
