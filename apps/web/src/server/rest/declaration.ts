import 'server-only';
import type { ApiScope } from '@shirube/core/api-clients';
import type { ResolvedToken, Spent, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';

/** The program that calls, as a route sees it. */
export interface CallingClient {
  token: ResolvedToken;
  spent: Spent;
}

/**
 * A REST route is a declaration, like a procedure: a test walks all of them (routes.db.test.ts), and docs/api.md is checked against them.
 * The clinic comes from the token, never from the address or the body.
 */
export interface RestDeclaration<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType | null = z.ZodType | null,
  Answer extends z.ZodType = z.ZodType,
> {
  name: string;
  method: 'GET' | 'POST';
  /** below the root of its face (/api/v1); a part in braces is a parameter: /receptions/{receptionId} */
  path: `/${string}`;
  /** what it is for, in Japanese, as the guide says it */
  summary: string;
  /** null: any client of the clinic */
  scope: ApiScope | null;
  params: Params;
  query: Query;
  /** query parameters that may stand more than once; they come as a list */
  repeatable?: readonly string[];
  body: Body;
  answer: Answer;
  /** audit action that a successful call leaves; null only where nothing about a patient is read or written */
  audit: string | null;
  /** what a call costs of the client's minute */
  weight: number;
  run(
    uow: UnitOfWork,
    input: {
      params: z.output<Params>;
      query: z.output<Query>;
      body: Body extends z.ZodType ? z.output<Body> : null;
    },
    client: CallingClient,
  ): Promise<z.input<Answer>>;
}

export type AnyRestDeclaration = Omit<RestDeclaration, 'run'> & {
  run(
    uow: UnitOfWork,
    input: { params: unknown; query: unknown; body: unknown },
    client: CallingClient,
  ): Promise<unknown>;
};

export const defineRoute = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType | null,
  Answer extends z.ZodType,
>(
  declaration: RestDeclaration<Params, Query, Body, Answer>,
): AnyRestDeclaration => declaration as unknown as AnyRestDeclaration;
