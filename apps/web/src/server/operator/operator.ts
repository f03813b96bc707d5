import 'server-only';
import { PasswordRefused, SignInRefused } from '@shirube/core/identity/sign-in';
import {
  type OperatorContext,
  type OperatorPermission,
  type OperatorSignInContext,
  operatorMay,
} from '@shirube/core/operators';
import { DomainError, unfitInput } from '@shirube/core/shared';
import { type ConsoleCaller, ConsoleRefused, type ConsoleStore, type OperatorSession } from '@shirube/db';
import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { errorShapeOf, unfit } from '../access.ts';
import { logger } from '../logger.ts';

/** What the HTTP layer knows of an operator's request. There is no clinic in it and no connection that could open one. */
export interface OperatorRequest {
  console: ConsoleStore;
  /** null when the browser holds no token */
  tokenSha256: Uint8Array | null;
  requestId: string;
  ip: string | null;
  userAgent: string;
  /** seals authenticator secrets */
  key: Uint8Array;
  /** a new token for the browser's cookie, or null to take it away */
  setToken(token: string | null): void;
}

interface Anybody {
  signIn: OperatorSignInContext;
  setToken(token: string | null): void;
}

export interface SignedInOperator extends OperatorContext {
  operator: OperatorSession;
  setToken(token: string | null): void;
}

interface Common<Kind extends 'query' | 'mutation', Input extends z.ZodType, Output extends z.ZodType> {
  kind: Kind;
  name: string;
  input: Input;
  output: Output;
  /** what a successful call leaves in the operators' book; null where nothing is changed */
  event: string | null;
}

/** Before anybody is signed in: signing in and enrolling. */
export interface OpenDeclaration<
  Kind extends 'query' | 'mutation',
  Input extends z.ZodType,
  Output extends z.ZodType,
> extends Common<Kind, Input, Output> {
  permission: null;
  run(context: Anybody, input: z.output<Input>): Promise<z.input<Output>>;
}

/** A procedure of an operator is a declaration too: a test walks all of them. */
export interface OperatorDeclaration<
  Kind extends 'query' | 'mutation',
  Input extends z.ZodType,
  Output extends z.ZodType,
> extends Common<Kind, Input, Output> {
  permission: OperatorPermission;
  run(context: SignedInOperator, input: z.output<Input>): Promise<z.input<Output>>;
}

export type AnyOperatorDeclaration =
  | OpenDeclaration<'query' | 'mutation', z.ZodType, z.ZodType>
  | OperatorDeclaration<'query' | 'mutation', z.ZodType, z.ZodType>;

type Undeclared<Declaration> = Omit<Declaration, 'kind'>;

export const defineOpenMutation = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Undeclared<OpenDeclaration<'mutation', Input, Output>>,
): OpenDeclaration<'mutation', Input, Output> => ({ kind: 'mutation', ...declaration });

export const defineOperatorQuery = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Undeclared<OperatorDeclaration<'query', Input, Output>>,
): OperatorDeclaration<'query', Input, Output> => ({ kind: 'query', ...declaration });

export const defineOperatorMutation = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Undeclared<OperatorDeclaration<'mutation', Input, Output>>,
): OperatorDeclaration<'mutation', Input, Output> => ({ kind: 'mutation', ...declaration });

const trpc = initTRPC.context<OperatorRequest>().create({
  errorFormatter({ shape, error }) {
    const { message, reason, at } = errorShapeOf(error);
    return {
      message,
      code: shape.code,
      data: { code: error.code, httpStatus: shape.data.httpStatus, reason, at },
    };
  },
});

export const operatorRouterOf = trpc.router;
export const createOperatorCaller = trpc.createCallerFactory;

const named = z.object({ tenantId: z.uuid() });

/** signed in as an operator → allowed → fit to be stored → asked of the database, which looks at the session again. */
const ladder = (declaration: AnyOperatorDeclaration) =>
  trpc.procedure.use(async ({ ctx, getRawInput, next }) => {
    const started = performance.now();
    const context =
      declaration.permission === null ? anybody(ctx) : await signedIn(ctx, declaration, await getRawInput());
    if (unfitInput(await getRawInput()) !== null) throw unfit();
    const result = await next({ ctx: { ...ctx, context } });
    const line = {
      procedure: `operator.${declaration.name}`,
      requestId: ctx.requestId,
      durationMs: Math.round(performance.now() - started),
      ok: result.ok,
    };
    if (result.ok) logger.info(line);
    else if (result.error.code === 'INTERNAL_SERVER_ERROR')
      logger.error({ ...line, error: result.error.cause ?? result.error });
    else logger.warn({ ...line, code: result.error.code });
    return result;
  });

function anybody(ctx: OperatorRequest): Anybody {
  const { console, key, requestId, ip, userAgent, setToken } = ctx;
  return {
    signIn: { console, key, origin: { requestId, ip }, userAgent, now: () => new Date() },
    setToken,
  };
}

async function signedIn(
  ctx: OperatorRequest,
  declaration: AnyOperatorDeclaration & { permission: OperatorPermission },
  input: unknown,
): Promise<SignedInOperator> {
  const operator = ctx.tokenSha256 && (await ctx.console.resolveSession(ctx.tokenSha256));
  if (!ctx.tokenSha256 || !operator) throw new TRPCError({ code: 'UNAUTHORIZED' });
  const caller: ConsoleCaller = { tokenSha256: ctx.tokenSha256, requestId: ctx.requestId, ip: ctx.ip };
  if (!operatorMay(operator.roles, declaration.permission)) {
    const clinic = named.safeParse(input).data?.tenantId ?? null;
    await ctx.console.recordRefusal(caller, declaration.event ?? declaration.name, clinic);
    throw new TRPCError({ code: 'FORBIDDEN' });
  }
  return { console: ctx.console, caller, operator, now: () => new Date(), setToken: ctx.setToken };
}

const httpCodeOf: Record<DomainError['code'], TRPCError['code']> = {
  not_found: 'NOT_FOUND',
  forbidden: 'FORBIDDEN',
  restricted: 'FORBIDDEN',
  conflict: 'CONFLICT',
  stale: 'CONFLICT',
  invalid: 'UNPROCESSABLE_CONTENT',
  needs_decision: 'PRECONDITION_FAILED',
  needs_signing: 'PRECONDITION_FAILED',
  unavailable: 'SERVICE_UNAVAILABLE',
};

async function runDeclared(declaration: AnyOperatorDeclaration, context: unknown, input: unknown) {
  try {
    return await declaration.run(context as never, input as never);
  } catch (error) {
    if (error instanceof DomainError) throw new TRPCError({ code: httpCodeOf[error.code], cause: error });
    if (error instanceof ConsoleRefused && error.reason === 'session')
      throw new TRPCError({ code: 'UNAUTHORIZED', cause: error });
    if (error instanceof PasswordRefused)
      throw new TRPCError({ code: 'UNPROCESSABLE_CONTENT', cause: error });
    if (error instanceof SignInRefused)
      throw new TRPCError({
        code:
          error.code === 'wait'
            ? 'TOO_MANY_REQUESTS'
            : error.code === 'unavailable'
              ? 'SERVICE_UNAVAILABLE'
              : 'UNPROCESSABLE_CONTENT',
        cause: error,
      });
    throw error;
  }
}

export function operatorQuery<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: OperatorDeclaration<'query', Input, Output>,
) {
  const any = declaration as unknown as AnyOperatorDeclaration;
  return ladder(any)
    .input(declaration.input)
    .output(declaration.output)
    .query(({ ctx, input }) => runDeclared(any, ctx.context, input) as never);
}

export function operatorMutation<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: OperatorDeclaration<'mutation', Input, Output> | OpenDeclaration<'mutation', Input, Output>,
) {
  const any = declaration as unknown as AnyOperatorDeclaration;
  return ladder(any)
    .input(declaration.input)
    .output(declaration.output)
    .mutation(({ ctx, input }) => runDeclared(any, ctx.context, input) as never);
}
