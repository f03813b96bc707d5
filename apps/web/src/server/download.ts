import 'server-only';
import { randomUUID } from 'node:crypto';
import { recordRefusal } from '@shirube/core/audit';
import { may, type Permission } from '@shirube/core/identity';
import { requireChartAccess, touchesChart } from '@shirube/core/restrictions';
import { DomainError } from '@shirube/core/shared';
import { isRestrictedChart, type Scope, type UnitOfWork } from '@shirube/db';
import { PdfError } from '@shirube/pdf';
import type { z } from 'zod';
import { mayGoOn } from './access.ts';
import { database } from './database.ts';
import { logger } from './logger.ts';
import { patientIn } from './procedure.ts';
import { holderOf, scopeOf } from './scope.ts';
import { callerAddress, currentSession, membershipOf } from './session.ts';

/** A file too large to be held whole: read piece by piece, each in a unit of work of its own, as fast as it is taken. */
export interface FileInPieces {
  pieces: number;
  byteLength: number;
  /** a piece by its number from 0 */
  read(uow: UnitOfWork, number: number): Promise<Uint8Array>;
}

/** A file that takes long to make: made after the unit of work, which holds no connection meanwhile. */
export interface FileToMake {
  make(): Promise<Uint8Array>;
}

/** A file whose kind only its row tells; one of a few that a browser only shows. */
export interface FileOfKind {
  bytes: Uint8Array;
  contentType: 'application/pdf' | 'image/jpeg' | 'image/png';
}

/** A file that leaves the server for a browser: declared like a procedure, walked by the same test. */
export interface DownloadDeclaration<Input extends z.ZodType> {
  name: string;
  permission: Permission;
  /** the dynamic parts of the route's address */
  params: Input;
  audit: string;
  contentType: string;
  /** saved under this name; without it the browser shows the file itself */
  fileName?: string;
  /** asks for a factor proved a moment ago; a page asks for it (`account.assure`) before it opens the address */
  stepUp?: boolean | undefined;
  run(uow: UnitOfWork, params: z.output<Input>): Promise<Uint8Array | FileInPieces | FileToMake | FileOfKind>;
}

/** RFC 6266: a name outside ASCII goes into filename*, percent-encoded. */
const dispositionOf = (fileName: string | undefined): string =>
  fileName === undefined ? 'inline' : `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;

const stepUpFirst = () =>
  Response.json(
    { reason: 'step_up_required', message: '本人であることを確かめてから、もう一度開いてください。' },
    { status: 403, headers: { 'Cache-Control': 'no-store' } },
  );

/** In the tab where the file was expected; the person may see it, but not now and not so. */
const saidWhy = (message: string) =>
  new Response(message, {
    status: 409,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });

const nothing = () => new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } });

function streamOf(scope: Scope, file: FileInPieces): ReadableStream<Uint8Array> {
  let number = 0;
  return new ReadableStream({
    async pull(controller) {
      if (number === file.pieces) return controller.close();
      controller.enqueue(await database().run(scope, (uow) => file.read(uow, number)));
      number += 1;
    },
  });
}

/** Serves a declared file. A stranger, a wrong role and a wrong id get the same empty 404; what cannot be had now is said in a sentence. */
export async function serveDownload<Input extends z.ZodType>(
  declaration: DownloadDeclaration<Input>,
  clinic: string,
  params: unknown,
): Promise<Response> {
  const session = await currentSession();
  const membership = membershipOf(session, clinic);
  const parsed = declaration.params.safeParse(params);
  const request = { requestId: randomUUID(), ip: await callerAddress() };
  const elsewhere = session?.refused.find((each) => each.tenantSlug === clinic);
  if (session && elsewhere)
    await database().run(scopeOf(session, elsewhere, request), async (uow) => {
      uow.audit({ action: declaration.audit, outcome: 'refused', reason: elsewhere.refusedBecause });
    });
  if (!session || !membership || !parsed.success) return nothing();
  const scope = scopeOf(session, membership, request);
  if (!may(holderOf(membership), declaration.permission)) {
    await database().run(scope, async (uow) => {
      uow.audit({ action: declaration.audit, outcome: 'refused', reason: 'permission' });
    });
    return nothing();
  }
  if (!mayGoOn(declaration, session)) return stepUpFirst();
  const chartOf = touchesChart(declaration.permission) ? patientIn(parsed.data) : null;
  try {
    const answer = await database().run(scope, async (uow) => {
      if (chartOf !== null) await requireChartAccess(uow, chartOf);
      return declaration.run(uow, parsed.data);
    });
    const file = 'make' in answer ? await answer.make() : 'bytes' in answer ? answer.bytes : answer;
    const inPieces = 'pieces' in file;
    return new Response(inPieces ? streamOf(scope, file) : new Uint8Array(file), {
      headers: {
        ...(inPieces ? { 'Content-Length': String(file.byteLength) } : {}),
        'Content-Type': 'bytes' in answer ? answer.contentType : declaration.contentType,
        'Content-Disposition': dispositionOf(declaration.fileName),
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch (error) {
    if (isRestrictedChart(error) || (error instanceof DomainError && error.code === 'restricted')) {
      await database().run(scope, (uow) =>
        recordRefusal(uow, { action: declaration.audit, reason: 'restricted', patientId: chartOf }),
      );
      return nothing();
    }
    if (error instanceof DomainError && error.code === 'conflict') return saidWhy(error.userMessage);
    if (error instanceof DomainError) return nothing();
    if (error instanceof PdfError) {
      logger.error({ route: declaration.name, requestId: scope.actor.requestId, error });
      return saidWhy(error.userMessage);
    }
    logger.error({ route: declaration.name, requestId: scope.actor.requestId, error });
    return new Response(null, { status: 500, headers: { 'Cache-Control': 'no-store' } });
  }
}
