import { html } from 'hono/html';

/** What the bridge says of a problem on its own page; the sentences for Shirube's screens stand with the adapter. */
const sentences: Record<string, string> = {
  pin_incorrect: '暗証番号が違います。続けて間違えると、カードが使えなくなります。',
  pin_locked:
    'カードが使えなくなっています（暗証番号の間違いが続いたため）。カードの発行元に解除を頼んでください。',
  card_absent: 'カードが読み取れません。カードをカードリーダーに置いてください。',
  driver_missing: 'カードの読み取りソフトが見つかりません。システムの担当者に知らせてください。',
  card_failure: 'カードを使えませんでした。カードを置き直して、もう一度入れてください。',
};

export const style = `body{font:18px/1.6 sans-serif;margin:0;background:#f4f6f8;color:#1b1b1b}
main{max-width:34rem;margin:8vh auto;padding:2rem;background:#fff;border:1px solid #b8c0c8;border-radius:8px}
h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;font-weight:bold}
input[type=password]{font:inherit;font-size:1.6rem;width:100%;box-sizing:border-box;padding:.5rem .75rem;margin:.5rem 0 1.5rem}
button{font:inherit;min-height:3rem;padding:0 1.5rem;margin-right:1rem}
button.primary{background:#0a4d8c;color:#fff;border:0;border-radius:6px;font-weight:bold}
[role=alert]{border-left:6px solid #b3261e;background:#fdecea;padding:.75rem 1rem}`;

/** 「HPKIカードの暗証番号」: what the doctor sees between Shirube and the card. */
export function pinPage(fields: Record<string, string>, problem: string | null) {
  const words = problem === null ? '' : (sentences[problem] ?? sentences.card_failure);
  return html`<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>HPKIカードの暗証番号</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css"></head><body><main>
<h1>HPKIカードの暗証番号</h1>
${words === '' ? '' : html`<p role="alert">${words}</p>`}
<p>カードをカードリーダーに置いて、署名用の暗証番号を入れてください。暗証番号は、このパソコンの外に出ません。</p>
<form method="post" action="/authorize" autocomplete="off">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="pin">暗証番号</label>
<input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="64" autofocus>
<button class="primary" name="decision" value="approve">認証する</button>
<button name="decision" value="deny">中止する</button>
</form></main></body></html>`;
}
