import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  beginExport,
  exportedFiles,
  failExport,
  finishExport,
  keepExportPiece,
  leftOutInWords,
} from '@shirube/core/clinics/export';
import type { Database, Scope, UnitOfWork } from '@shirube/db';
import { ZipFile } from 'yazl';
import { fhirFiles, type LineFile } from './export-fhir.ts';

/** What is kept and sent at once. */
const pieceBytes = 4 * 1024 * 1024;

interface FileFacts {
  file: string;
  rows: number;
  bytes: number;
  sha256: string;
  /** table and columns, or the type of the resources */
  [about: string]: unknown;
}

const readMe = `標 Shirube — 医療機関の全部の記録

tables/*.ndjson  表ごとのファイル。1行が1件の JSON（UTF-8）。版のある記録は、前の版も含みます。
fhir/*.ndjson    同じ記録の、いま有効な版を FHIR R4 にしたもの。ファイル名は種類と番号、1行が1件です（JP_…_eCS、文書は Bundle）。
manifest.json    ファイルごとの件数・バイト数・SHA-256、列の名前と型、含まれないもの。

日時は UTC（ISO 8601）、日付は YYYY-MM-DD です。バイト列は \\x で始まる16進数、外部サービスとのやりとりの本文は Base64 です。
`;

/**
 * Makes the archive of a clinic: one NDJSON file a table, as everything was at one moment, the records in force as FHIR, and a
 * manifest with counts and digests. It is kept in sealed pieces; the clinic's administrator fetches it. Nothing of it is ever whole in memory.
 */
export async function exportClinic(
  database: Pick<Database, 'run' | 'runSnapshot'>,
  scope: Scope,
  job: { exportId: string; key: Uint8Array; now: () => Date },
): Promise<'done' | 'failed' | 'nothing'> {
  const { exportId, key } = job;
  if (!(await database.run(scope, (uow) => beginExport(uow, exportId)))) return 'nothing';
  try {
    let number = 0;
    const whole = createHash('sha256');
    let byteLength = 0;
    const keep = async (bytes: Uint8Array) => {
      whole.update(bytes);
      byteLength += bytes.byteLength;
      await database.run(scope, (uow) => keepExportPiece(uow, { exportId, number, bytes, key }));
      number += 1;
    };
    const rowCount = await database.runSnapshot(scope, async (uow) => {
      const archive = await archiveOf(uow, key, job.now());
      for await (const piece of inPieces(archive.stream)) await keep(piece);
      return archive
        .facts()
        .filter((file) => 'table' in file)
        .reduce((sum, { rows }) => sum + rows, 0);
    });
    await database.run(scope, (uow) =>
      finishExport(uow, { exportId, byteLength, sha256: whole.digest('hex'), rowCount }),
    );
    return 'done';
  } catch (error) {
    await database.run(scope, (uow) => failExport(uow, exportId));
    throw error;
  }
}

async function archiveOf(
  uow: UnitOfWork,
  key: Uint8Array,
  madeAt: Date,
): Promise<{ stream: AsyncIterable<Uint8Array>; facts(): FileFacts[] }> {
  const facts: FileFacts[] = [];
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(readMe, 'utf8'), 'README.txt');
  const unmapped: string[] = [];
  const tables = (await exportedFiles(uow, key)).map(
    ({ table, columns, rows }): LineFile => ({
      path: `tables/${table}.ndjson`,
      about: { table, columns },
      lines: rows,
    }),
  );
  for (const file of [...tables, ...(await fhirFiles(uow, unmapped))]) {
    // lazily: one statement after the other on the one connection that sees the one moment
    zip.addReadStreamLazy(file.path, (done) =>
      done(null, Readable.from(linesOf(file, facts), { objectMode: false })),
    );
  }
  zip.addReadStreamLazy('manifest.json', (done) =>
    done(
      null,
      Readable.from([Buffer.from(manifest(uow, facts, unmapped, madeAt), 'utf8')], { objectMode: false }),
    ),
  );
  zip.end();
  const stream = zip.outputStream as Readable;
  zip.on('error', (error: Error) => stream.destroy(error));
  return { stream, facts: () => facts };
}

async function* linesOf(file: LineFile, facts: FileFacts[]): AsyncGenerator<Buffer> {
  const digest = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  for await (const row of file.lines()) {
    const line = Buffer.from(`${row}\n`, 'utf8');
    digest.update(line);
    rows += 1;
    bytes += line.byteLength;
    yield line;
  }
  facts.push({
    file: file.path,
    ...file.about,
    rows,
    bytes,
    sha256: digest.digest('hex'),
  });
}

const manifest = (uow: UnitOfWork, files: FileFacts[], unmapped: string[], madeAt: Date): string =>
  JSON.stringify(
    {
      format: 'shirube-clinic-export-1',
      clinic: uow.tenantId,
      madeAt: madeAt.toISOString(),
      files,
      leftOut: leftOutInWords(),
      // patients with something that could not be written as FHIR; the tables have it
      notInFhir: [...new Set(unmapped)],
    },
    null,
    1,
  );

/** The stream in pieces of one size, the last one smaller. */
async function* inPieces(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    waiting.push(chunk);
    length += chunk.byteLength;
    if (length < pieceBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
