import type { Factor, SignInEvent, SignInEventKind } from '@shirube/db';

/** What happened to a sign-in, in the words of the person's own history. */
export const signInEventWords: Record<SignInEventKind, string> = {
  password_accepted: 'パスワードが合った（もう1つの確認はまだ）',
  sign_in: 'ログインした',
  sign_in_failed: 'ログインに失敗した',
  locked_out: '失敗が続いたので止めた',
  sign_out: 'ログアウトした',
  screen_locked: '画面をロックした',
  unlocked: '画面のロックを解除した',
  step_up: '大事な操作の前に確かめた',
  step_up_failed: '確かめるのに失敗した',
  password_changed: 'パスワードを変えた',
  password_reset: 'パスワードを再設定した',
  factor_added: '認証の手段を加えた',
  factor_removed: '認証の手段を外した',
  recovery_codes_issued: '予備コードを作り直した',
  factors_reset: '認証の手段を管理者がなくした',
  sessions_ended: 'ほかの端末をログアウトした',
  signed_out_by_admin: '管理者がログアウトさせた',
  unlocked_by_admin: '管理者が止めていたのを解除した',
  code_handed: '管理者がパスワードの再設定の番号を出した',
};

export const factorWords: Record<Factor, string> = {
  password: 'パスワード',
  passkey: 'パスキー',
  totp: '認証アプリ',
  recovery_code: '予備コード',
};

const changes: readonly SignInEventKind[] = [
  'password_changed',
  'password_reset',
  'factor_added',
  'factor_removed',
  'recovery_codes_issued',
  'factors_reset',
  'code_handed',
];

export interface SignInNews {
  /** wrong passwords and codes */
  failures: number;
  /** times the password was right and the second factor did not follow */
  halfway: number;
  /** what was changed about the sign-in, not from this session; newest first */
  changes: { kind: SignInEventKind; at: Date }[];
}

/**
 * What the person should hear of after signing in (OWASP ASVS 5.0 V6.3.5, V6.3.7): everything since their last sign-in before this
 * session. `history` is newest first.
 */
export function newsSinceLastSignIn(history: readonly SignInEvent[], sessionId: string): SignInNews {
  const own = history.findIndex((event) => event.kind === 'sign_in' && event.sessionId === sessionId);
  const before = history.slice(own + 1);
  const last = before.findIndex((event) => event.kind === 'sign_in');
  const between = last === -1 ? before : before.slice(0, last);
  const finished = new Set(
    history.filter((event) => event.kind === 'sign_in').map((event) => event.sessionId),
  );
  return {
    failures: between.filter((event) => event.kind === 'sign_in_failed').length,
    halfway: between.filter((event) => event.kind === 'password_accepted' && !finished.has(event.sessionId))
      .length,
    changes: between.filter((event) => changes.includes(event.kind)).map(({ kind, at }) => ({ kind, at })),
  };
}
