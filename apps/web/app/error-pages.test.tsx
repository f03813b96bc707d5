import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import ErrorPage from './error.tsx';
import GlobalErrorPage from './global-error.tsx';
import NotFound from './not-found.tsx';

vi.mock('./globals.css', () => ({}));

/** What Next hands to an error page: the error itself in development, a digest of it in production. */
const handed = {
  error: Object.assign(new Error('Invalid create() invocation: { familyName: "山田" }'), {
    digest: '3141592653',
  }),
  reset: () => {},
};

describe('a page of an error', () => {
  // @proves V16.5.1 D6
  it.each([
    ['inside the frame', <ErrorPage key="inner" {...handed} />],
    ['of the frame itself', <GlobalErrorPage key="outer" {...handed} />],
    ['of what is not there', <NotFound key="missing" />],
  ])('%s says what to do and nothing of the error', (_, page) => {
    const markup = renderToStaticMarkup(page);
    expect(markup).not.toMatch(/Invalid|山田|3141592653|stack|\.tsx?/);
    expect(markup).toMatch(/<(button|a) /);
    expect(markup).toMatch(/表示できませんでした|見つかりません/);
  });
});
