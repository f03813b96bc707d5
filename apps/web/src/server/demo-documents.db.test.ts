import { randomBytes } from 'node:crypto';
import type { DocumentRecord } from '@shirube/core/records';
import { createTestDatabase, type TestDatabase } from '@shirube/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedDemo } from '../../../../prisma/seed/index.ts';
import { checkDocument } from './document-check.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await seedDemo({
    ownerUrl: test.urls.owner,
    appUrl: test.urls.app,
    key: randomBytes(32),
    asOf: '2026-11-20',
    log: () => undefined,
  });
}, 180_000);
afterAll(() => test?.drop());

it('every document of the demo clinics is what its profile wants', async () => {
  const admin = await test.connect('admin');
  const { rows } = await admin.query<{ id: string; record: DocumentRecord }>(
    `SELECT document_id::text AS id, record FROM clinical_document ORDER BY confirmed_at`,
  );
  const files = await admin.query<{ id: string; content: Buffer }>(
    `SELECT id::text, content FROM document_attachment`,
  );
  const contents = new Map(files.rows.map((row) => [row.id, new Uint8Array(row.content)]));
  expect(rows.map((row) => row.record.kind).sort()).toEqual([
    'care_summary',
    'care_summary',
    'discharge_summary',
    'referral',
    'referral',
    'reply',
  ]);
  for (const { record } of rows)
    expect([record.kind, checkDocument(record, contents)]).toEqual([record.kind, []]);
});
