import type { SignInEvent, SignInEventKind } from '@shirube/db';
import { expect, it } from 'vitest';
import { newsSinceLastSignIn } from './sign-in-words.ts';

const at = new Date('2026-11-20T15:30:00.000Z');
const event = (kind: SignInEventKind, sessionId: string | null): SignInEvent => ({
  at,
  kind,
  factor: null,
  sessionId,
  ip: null,
  userAgent: null,
});

// @proves V6.3.5 V6.3.7
it('tells what happened between the last sign-in and this one, and nothing else', () => {
  const history = [
    event('factor_added', 'now'),
    event('sign_in', 'now'),
    event('password_accepted', 'now'),
    event('password_accepted', 'stranger'),
    event('sign_in_failed', 'stranger'),
    event('sign_in_failed', null),
    event('password_reset', null),
    event('sign_out', 'before'),
    event('sign_in', 'before'),
    event('sign_in_failed', null),
    event('factor_removed', 'long ago'),
  ];
  expect(newsSinceLastSignIn(history, 'now')).toEqual({
    failures: 2,
    halfway: 1,
    changes: [{ kind: 'password_reset', at }],
  });
});

it('has nothing to tell after a quiet night', () => {
  const history = [event('sign_in', 'now'), event('password_accepted', 'now'), event('sign_in', 'before')];
  expect(newsSinceLastSignIn(history, 'now')).toEqual({ failures: 0, halfway: 0, changes: [] });
});
