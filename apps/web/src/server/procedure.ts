import 'server-only';
import { recordRefusal } from '@shirube/core/audit';
import { may, type Permission } from '@shirube/core/identity';
import { mergedChart } from '@shirube/core/patients';
import { PortError } from '@shirube/core/ports';
import { requireChartAccess, restricted, touchesChart } from '@shirube/core/restrictions';
import { DomainError, type FlowContext, unfitInput } from '@shirube/core/shared';
import type { Database, Membership, ResolvedSession, Scope, UnitOfWork } from '@shirube/db';
import { isMergedChart, isRestrictedChart } from '@shirube/db';
import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { accessError, errorShapeOf, httpCodeOf, mayGoOn, unfit } from './access.ts';
import { logger } from './logger.ts';
import { placeOutOfUse } from './out-of-use.ts';
import { holderOf, scopeOf } from './scope.ts';
import { outsideServices } from './services.ts';

/** What the HTTP layer knows of a request before any procedure runs. */
export interface RequestContext {
  session: ResolvedSession | null;
  /** there is a session, and its screen is locked: it answers only the unlocking */
  locked?: boolean | undefined;
  /** the clinic named by the URL */
  clinic: string;
  requestId: string;
  /** the caller's address as the outermost trusted proxy saw it; null when unknown */
  ip: string | null;
  /** the proxy verified a client certificate of the caller */
  clientCertificate?: boolean | undefined;
  database: Database;
}

/** What a procedure works with: one clinic, one person. */
export interface ProcedureContext extends FlowContext {
  scope: Scope;
  membership: Membership;
  /** where the request comes from */
  caller: { ip: string | null; clientCertificate: boolean };
}

/**
 * A procedure is a declaration. A test walks all of them: none lacks a permission, schemas or an audit action, and each
 * is called by a stranger with another clinic's ids (docs/architecture.md, "Rules that make forgetting impossible").
 */
export interface Declaration<
  Kind extends 'query' | 'mutation',
  Input extends z.ZodType,
  Output extends z.ZodType,
> {
  kind: Kind;
  name: string;
  permission: Permission;
  input: Input;
  output: Output;
  /** audit action that a successful call leaves; null only where nothing about a patient is read or written */
  audit: string | null;
  /**
   * Asks for a factor proved within `stepUpSeconds`: signing, exports, changes of rights, factors and secrets. The browser turns
   * the refusal into a touch or a code and repeats the call by itself.
   */
  stepUp?: boolean | undefined;
  /** what stands for the step-up in this very sign-in, because it began with one and still holds */
  stepUpStoodFor?: ((uow: UnitOfWork) => Promise<boolean>) | undefined;
  run(context: ProcedureContext, input: z.output<Input>): Promise<z.input<Output>>;
}

export type AnyDeclaration = Declaration<'query' | 'mutation', z.ZodType, z.ZodType>;

export const defineQuery = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Omit<Declaration<'query', Input, Output>, 'kind'>,
): Declaration<'query', Input, Output> => ({ kind: 'query', ...declaration });

export const defineMutation = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Omit<Declaration<'mutation', Input, Output>, 'kind'>,
): Declaration<'mutation', Input, Output> => ({ kind: 'mutation', ...declaration });

const trpc = initTRPC.context<RequestContext>().create({
  errorFormatter({ shape, error }) {
    const { message, reason, at } = errorShapeOf(error);
    return {
      message,
      code: shape.code,
      data: { code: error.code, httpStatus: shape.data.httpStatus, reason, at },
    };
  },
});

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

/**
 * The one ladder every procedure climbs: signed in, screen not locked → member of the clinic in the URL → at a place the clinic
 * allows → allowed → proved a moment ago, where declared → audited.
 */
const ladder = (declaration: AnyDeclaration) =>
  trpc.procedure.use(async ({ ctx, getRawInput, next }) => {
    if (ctx.locked) throw accessError('session_locked');
    if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' });
    const { session } = ctx;
    const refuse = (of: Membership, reason: string) =>
      ctx.database.run(scopeOf(session, of, ctx), async (uow) => {
        uow.audit({ action: declaration.audit ?? declaration.name, outcome: 'refused', reason });
      });
    const elsewhere = session.refused.find((each) => each.tenantSlug === ctx.clinic);
    if (elsewhere) {
      await refuse(elsewhere, elsewhere.refusedBecause);
      throw accessError('place_refused');
    }
    const membership = session.memberships.find((each) => each.tenantSlug === ctx.clinic);
    if (!membership) {
      const place = await placeOutOfUse(ctx.database, session, ctx.clinic);
      throw place ? accessError(`clinic_${place.state}`) : new TRPCError({ code: 'NOT_FOUND' });
    }
    const scope = scopeOf(session, membership, ctx);
    if (!may(holderOf(membership), declaration.permission)) {
      await refuse(membership, 'permission');
      throw new TRPCError({ code: 'FORBIDDEN' });
    }
    const stoodFor = declaration.stepUpStoodFor;
    if (!mayGoOn(declaration, session) && !(stoodFor && (await ctx.database.run(scope, stoodFor))))
      throw accessError('step_up_required');
    if (unfitInput(await getRawInput()) !== null) throw unfit();
    const chartOf = touchesChart(declaration.permission) ? patientIn(await getRawInput()) : null;
    let admitted = chartOf === null;
    let audited = 0;
    const context: ProcedureContext = {
      scope,
      membership,
      caller: { ip: ctx.ip, clientCertificate: ctx.clientCertificate ?? false },
      run: (work: (uow: UnitOfWork) => Promise<never>) =>
        ctx.database.run(scope, async (uow) => {
          if (!admitted && chartOf !== null) await requireChartAccess(uow, chartOf);
          admitted = true;
          const result = await work(uow);
          audited += uow.auditCount;
          return result;
        }),
      services: outsideServices(ctx.database, scope),
      now: () => new Date(),
    };
    const started = performance.now();
    const result = await next({ ctx: { ...ctx, procedure: context } });
    const durationMs = Math.round(performance.now() - started);
    if (!result.ok && isRestrictedRefusal(result.error.cause))
      await ctx.database.run(scope, (uow) =>
        recordRefusal(uow, {
          action: declaration.audit ?? declaration.name,
          reason: 'restricted',
          patientId: chartOf,
        }),
      );
    if (result.ok && declaration.audit !== null && audited === 0) {
      throw new TRPCError({
        code: 'INTERNAL_SERVER_ERROR',
        message: `${declaration.name} left no audit event`,
      });
    }
    const line = { procedure: declaration.name, requestId: ctx.requestId, durationMs, ok: result.ok };
    if (result.ok) logger.info(line);
    else if (result.error.code === 'INTERNAL_SERVER_ERROR')
      logger.error({ ...line, error: result.error.cause ?? result.error });
    else logger.warn({ ...line, code: result.error.code });
    return result;
  });

const isRestrictedRefusal = (cause: unknown): boolean =>
  cause instanceof DomainError && cause.code === 'restricted';

/** The patient an input names, before its schema has looked at it; null when it names none. */
export function patientIn(input: unknown): string | null {
  const named = typeof input === 'object' && input !== null && 'patientId' in input ? input.patientId : null;
  return typeof named === 'string' && z.uuid().safeParse(named).success ? named : null;
}

async function runDeclared<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<'query' | 'mutation', Input, Output>,
  context: ProcedureContext,
  input: z.output<Input>,
): Promise<z.input<Output>> {
  try {
    return await declaration.run(context, input);
  } catch (error) {
    if (isRestrictedChart(error)) throw new TRPCError({ code: 'FORBIDDEN', cause: restricted() });
    if (isMergedChart(error)) throw new TRPCError({ code: 'CONFLICT', cause: mergedChart() });
    if (error instanceof DomainError) throw new TRPCError({ code: httpCodeOf[error.code], cause: error });
    if (error instanceof PortError) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', cause: error });
    throw error;
  }
}

export function query<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<'query', Input, Output>,
) {
  return ladder(declaration as unknown as AnyDeclaration)
    .input(declaration.input)
    .output(declaration.output)
    .query(({ ctx, input }) => runDeclared(declaration, ctx.procedure, input as z.output<Input>) as never);
}

export function mutation<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<'mutation', Input, Output>,
) {
  return ladder(declaration as unknown as AnyDeclaration)
    .input(declaration.input)
    .output(declaration.output)
    .mutation(({ ctx, input }) => runDeclared(declaration, ctx.procedure, input as z.output<Input>) as never);
}
