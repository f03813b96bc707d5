export { PdfError, type PdfErrorKind } from './errors.ts';
export { type FoundBrowser, findBrowser } from './find-browser.ts';
export {
  charactersWithoutGlyph,
  type EmbeddedFontOptions,
  embeddedFontCss,
  FORM_FONT_STACK,
  FORM_FONTS,
  type FormFont,
} from './fonts.ts';
export {
  fittedPdf,
  type HtmlToPdfOptions,
  htmlToPdf,
  type Measured,
  type PaperFormat,
  type PrintCookie,
  type UrlToPdfOptions,
  urlToPdf,
  withHtmlPage,
} from './print.ts';
export { closeSharedBrowser } from './shared-browser.ts';
