import { PortError, type PortErrorClass } from './errors.ts';

/**
 * Everything that may go wrong between a doctor and a signature, and the way on, in one place (hpki interface §8). The codes come back
 * from the authorization (`error` of the redirect) and from the adapters.
 */
const problems = {
  access_denied: ['auth', '認証が中止されました。もう一度、認証してください。処方はそのまま残っています。'],
  login_required: [
    'auth',
    '認証に時間がかかりすぎて、受け付けが終わりました。もう一度、認証してください。処方はそのまま残っています。',
  ],
  token_ended: [
    'auth',
    '電子署名の認証の期限が切れました。もう一度認証すると、残りの処方箋から続けられます。署名のすんだものは、そのままです。',
  ],
  card_absent: [
    'auth',
    'HPKIカードが読み取れません。カードをカードリーダーに置いて、もう一度、認証してください。カードがないときは、ほかの認証の方法を選べます。',
  ],
  pin_incorrect: [
    'auth',
    '暗証番号が違います。カードの暗証番号を確かめて、もう一度、認証してください。続けて間違えると、カードが使えなくなります。',
  ],
  pin_locked: [
    'auth',
    '暗証番号の間違いが続いたため、カードが使えなくなっています。カードの発行元に解除を頼んでください。それまでは、ほかの認証の方法か、紙の処方箋を使ってください。',
  ],
  card_failure: [
    'auth',
    'カードを使えませんでした。カードを置き直して、もう一度、認証してください。直らないときは、ほかの認証の方法を選べます。',
  ],
  driver_missing: [
    'auth',
    'このパソコンに、HPKIカードの読み取りソフトが入っていません。システムの担当者に知らせてください。それまでは、ほかの認証の方法を選べます。',
  ],
  bridge_unreachable: [
    'retryable',
    'カードの署名プログラムが動いていません。パソコンを再起動しても直らないときは、システムの担当者に知らせてください。それまでは、ほかの認証の方法を選べます。',
  ],
  bridge_unpaired: [
    'retryable',
    'カードの署名プログラムとの接続の設定が合っていません。システムの担当者に知らせてください。それまでは、ほかの認証の方法を選べます。',
  ],
  maintenance: [
    'retryable',
    '電子署名サービスが止まっています（メンテナンスなど）。処方箋は「処方箋」の一覧に残り、あとでまとめて署名できます。お急ぎのときは、紙の処方箋に切り替えて渡してください。',
  ],
  out_of_reach: [
    'retryable',
    '電子署名サービスにつながりません。院内のネットワークを確かめてください。処方箋は「処方箋」の一覧に残り、あとでまとめて署名できます。お急ぎのときは、紙の処方箋に切り替えて渡してください。',
  ],
  signer_mismatch: [
    'auth',
    '電子証明書の人が、ログインしている医師と違うため、署名を止めました。ご自分の証明書で、もう一度、認証してください。ご自分の証明書なのに止まるときは、管理者に証明書の登録を頼んでください。',
  ],
  role_missing: [
    'signature',
    'この電子証明書には、医師または歯科医師の資格がありません。処方箋に署名できる証明書で、もう一度、認証してください。',
  ],
  no_credential: [
    'auth',
    '署名に使える電子証明書が見つかりません。登録されている証明書を、管理者に確かめてもらってください。',
  ],
  certificate_expired: [
    'signature',
    '電子証明書の有効期限が切れています。新しい証明書を受け取り、管理者に登録を頼んでください。それまでは、紙の処方箋を使ってください。',
  ],
  clock_skew: [
    'signature',
    '時計が合っていないため、署名できません。時刻のずれを直すよう、システムの担当者に知らせてください。',
  ],
  not_verified: [
    'signature',
    '届いた電子署名が正しくありません。この処方箋は署名されていません。もう一度、署名してください。',
  ],
} as const satisfies Record<string, readonly [PortErrorClass, string]>;

export type SigningProblem = keyof typeof problems;

export const isSigningProblem = (code: string | null): code is SigningProblem =>
  code !== null && Object.hasOwn(problems, code);

/** The sentence for a code that came from outside; an unknown one is answered as an authentication that did not take place. */
export const signingProblemSentence = (code: string): string =>
  problems[isSigningProblem(code) ? code : 'access_denied'][1];

/** The error of a known problem. detail: more words of ours, after the sentence. */
export function signingError(code: SigningProblem, detail = ''): PortError {
  const [kind, sentence] = problems[code];
  return new PortError('signing', kind, `${sentence}${detail}`, code);
}
