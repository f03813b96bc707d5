import 'server-only';
import { PasswordRefused, type SignInContext, SignInRefused } from '@shirube/core/identity/sign-in';
import { DomainError, unfitInput } from '@shirube/core/shared';
import type { ResolvedSession, SessionState } from '@shirube/db';
import { initTRPC, TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { accessError, errorShapeOf, httpCodeOf, mayGoOn, unfit } from './access.ts';
import { logger } from './logger.ts';

/**
 * The API of a person's own sign-in, outside any clinic. Nothing here reads or writes a patient. What raises a session's assurance
 * is not here but in `auth.ts`, which also changes the cookie.
 */
export interface AccountRequest {
  signIn: SignInContext;
  /** the token the browser holds */
  token: string | null;
  state: SessionState;
}

export type Stage = SessionState['stage'];

export interface AccountContext extends AccountRequest {
  /** the signed-in person; throws where the stage does not promise one */
  session(): ResolvedSession;
}

/** A procedure of one's own account is a declaration too: a test walks all of them in every stage. */
export interface AccountDeclaration<
  Kind extends 'query' | 'mutation',
  Input extends z.ZodType,
  Output extends z.ZodType,
> {
  kind: Kind;
  name: string;
  /** the stages of a session in which it answers; in every other it gives nothing away */
  stages: readonly Stage[];
  input: Input;
  output: Output;
  stepUp?: boolean | undefined;
  run(context: AccountContext, input: z.output<Input>): Promise<z.input<Output>>;
}

export type AnyAccountDeclaration = AccountDeclaration<'query' | 'mutation', z.ZodType, z.ZodType>;

export const defineAccountQuery = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Omit<AccountDeclaration<'query', Input, Output>, 'kind'>,
): AccountDeclaration<'query', Input, Output> => ({ kind: 'query', ...declaration });

export const defineAccountMutation = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Omit<AccountDeclaration<'mutation', Input, Output>, 'kind'>,
): AccountDeclaration<'mutation', Input, Output> => ({ kind: 'mutation', ...declaration });

const trpc = initTRPC.context<AccountRequest>().create({
  errorFormatter({ shape, error }) {
    const { message, reason, at } = errorShapeOf(error);
    return {
      message,
      code: shape.code,
      data: { code: error.code, httpStatus: shape.data.httpStatus, reason, at },
    };
  },
});

export const accountRouterOf = trpc.router;
export const createAccountCaller = trpc.createCallerFactory;

const ladder = (declaration: AnyAccountDeclaration) =>
  trpc.procedure.use(async ({ ctx, getRawInput, next }) => {
    const { state } = ctx;
    if (!declaration.stages.includes(state.stage)) {
      if (state.stage === 'locked') throw accessError('session_locked');
      throw new TRPCError({ code: 'UNAUTHORIZED' });
    }
    if (declaration.stepUp && (state.stage !== 'active' || !mayGoOn(declaration, state.session)))
      throw accessError('step_up_required');
    if (unfitInput(await getRawInput()) !== null) throw unfit();
    const account: AccountContext = {
      ...ctx,
      session() {
        if (state.stage !== 'active') throw new TRPCError({ code: 'UNAUTHORIZED' });
        return state.session;
      },
    };
    const result = await next({ ctx: { ...ctx, account } });
    const line = { procedure: declaration.name, requestId: ctx.signIn.requestId, ok: result.ok };
    if (result.ok) logger.info(line);
    else if (result.error.code === 'INTERNAL_SERVER_ERROR')
      logger.error({ ...line, error: result.error.cause ?? result.error });
    else logger.warn({ ...line, code: result.error.code });
    return result;
  });

async function runDeclared<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: AccountDeclaration<'query' | 'mutation', Input, Output>,
  context: AccountContext,
  input: z.output<Input>,
): Promise<z.input<Output>> {
  try {
    return await declaration.run(context, input);
  } catch (error) {
    if (error instanceof DomainError) throw new TRPCError({ code: httpCodeOf[error.code], cause: error });
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

export function accountQuery<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: AccountDeclaration<'query', Input, Output>,
) {
  return ladder(declaration as unknown as AnyAccountDeclaration)
    .input(declaration.input)
    .output(declaration.output)
    .query(({ ctx, input }) => runDeclared(declaration, ctx.account, input as z.output<Input>) as never);
}

export function accountMutation<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: AccountDeclaration<'mutation', Input, Output>,
) {
  return ladder(declaration as unknown as AnyAccountDeclaration)
    .input(declaration.input)
    .output(declaration.output)
    .mutation(({ ctx, input }) => runDeclared(declaration, ctx.account, input as z.output<Input>) as never);
}
