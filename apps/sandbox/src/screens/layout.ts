import { html, raw } from 'hono/html';
import { FONT_SHEETS } from './assets.ts';
import { STYLE } from './style.ts';

export const SCREENS = [
  {
    path: '/screens/card',
    title: 'カードリーダー',
    about: '患者さんの受付と同意。資格確認の結果を診療所に届けます',
  },
  { path: '/screens/pharmacy', title: '薬局（厚労薬局）', about: '登録された処方箋を受け付け、調剤します' },
  { path: '/screens/inbox', title: '届いたもの', about: '診療所から届いた処方箋、共有情報、通信の記録' },
  {
    path: '/screens/sharing',
    title: '電子カルテ情報共有',
    about: '登録された傷病名・アレルギー・検査・文書と、いま有効な同意',
  },
  {
    path: '/screens/letters',
    title: '紹介状',
    about: '届け中の紹介状。ほかの医療機関から送ることもできます',
  },
  { path: '/screens/portal', title: 'マイナポータル', about: '患者さんから見える内容' },
  { path: '/screens/faults', title: '故障のスイッチ', about: 'サービスの遅れ、停止、誤動作を起こします' },
] as const;

type Markup = ReturnType<typeof html>;

/** A whole page. Everything the sandbox shows is marked as a stand-in. */
export function page(title: string, content: Markup, options: { navigation?: boolean } = {}): Markup {
  const navigation =
    options.navigation === false
      ? ''
      : html`<nav aria-label="画面"><a href="/">はじめ</a>${SCREENS.map(
          (screen) => html`<a href="${screen.path}">${screen.title}</a>`,
        )}</nav>`;
  return html`<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}（模擬 TEST）</title>
${FONT_SHEETS.map((sheet) => html`<link rel="stylesheet" href="${sheet}">`)}
<style>${raw(STYLE)}</style>
</head>
<body>
<div class="mark" role="note">TEST / 模擬環境　本物の国のサービスではありません</div>
${navigation}
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>`;
}

/** The result of the last action, said once at the top. */
export function notice(kind: 'done' | 'refused', text: string): Markup {
  return html`<p class="${kind}" role="status">${text}</p>`;
}
