'use client';

import './globals.css';
import ErrorPage from './error.tsx';

/** When even the frame around the pages fails: the same words, and nothing of what went wrong. */
export default function GlobalErrorPage(props: { reset: () => void }) {
  return (
    <html lang="ja">
      <body className="min-h-screen bg-surface font-sans text-body text-ink">
        <title>標 Shirube</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
