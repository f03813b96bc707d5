import 'server-only';
import type { NextRequest } from 'next/server';
import { type Problem, problemAnswer } from './problem.ts';

/** How an API looks from outside: where it stands, and in which form it answers and refuses. The ladder behind is one. */
export interface Face {
  root: string;
  answer(value: unknown, headers: Record<string, string>, request: NextRequest): Response;
  problem(problem: Problem, requestId: string, headers: Record<string, string>): Response;
}

/** JSON, and problems as RFC 9457 says. */
export const v1Face: Face = {
  root: '/api/v1',
  answer: (value, headers) => Response.json(value, { headers }),
  problem: problemAnswer,
};
