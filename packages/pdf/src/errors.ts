/** Why a PDF could not be made. */
export type PdfErrorKind =
  /** no Chromium was found on this machine */
  | 'no_browser'
  /** a Chromium was found but does not start */
  | 'browser_failed'
  /** a font that the forms need is not installed, or does not load */
  | 'font_failed'
  /** the page did not become ready in time, or too many PDFs are waiting */
  | 'timeout'
  /** the print page answered with an error, or sent us elsewhere (for example to the sign-in page) */
  | 'page_refused'
  /** a text does not fit its box even in the smallest letters: nothing is cut off silently */
  | 'does_not_fit'
  /** rendering or printing broke off */
  | 'render_failed';

const USER_MESSAGES: Record<PdfErrorKind, string> = {
  no_browser:
    'PDFを作るためのブラウザー（Chromium）がサーバーに見つかりません。システム管理者に連絡してください。',
  browser_failed: 'PDFを作るためのブラウザー（Chromium）を起動できません。システム管理者に連絡してください。',
  font_failed:
    '帳票用の文字（フォント）を読み込めないため、PDFを作りませんでした。システム管理者に連絡してください。',
  timeout: 'PDFの作成が時間内に終わりませんでした。少し待ってから、もう一度お試しください。',
  page_refused: '印刷する画面を開けませんでした。サインインし直してから、もう一度お試しください。',
  does_not_fit:
    '文字が欄に入りきらないため、PDFを作りませんでした。内容を短くするか、システム管理者に連絡してください。',
  render_failed:
    'PDFを作成できませんでした。もう一度お試しください。続く場合はシステム管理者に連絡してください。',
};

/** Every failure of this package. `message` is for the log and holds no URL, HTML or patient data. */
export class PdfError extends Error {
  readonly kind: PdfErrorKind;
  /** A Japanese sentence a clinic can act on. */
  readonly userMessage: string;
  constructor(kind: PdfErrorKind, detail: string) {
    super(`pdf: ${kind}: ${detail}`);
    this.name = 'PdfError';
    this.kind = kind;
    this.userMessage = USER_MESSAGES[kind];
  }
}
