import '@fontsource/biz-udpgothic/400.css';
import '@fontsource/biz-udpgothic/700.css';
import '@fontsource/noto-sans-jp/400.css';
import '@fontsource/noto-sans-jp/700.css';
import './globals.css';
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { textScaleClass, textScaleCookie } from '~/screens/shell/text-scale.ts';

/** The title never names a patient: it stands in tabs, histories and screen shares. */
export const metadata: Metadata = { title: '標 Shirube', robots: { index: false, follow: false } };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="ja" className={textScaleClass(jar.get(textScaleCookie)?.value)}>
      <head>
        {/* where react-aria looks for the nonce of the style elements it makes */}
        <meta property="csp-nonce" nonce={nonce} />
      </head>
      <body className="min-h-screen bg-surface font-sans text-body text-ink">{children}</body>
    </html>
  );
}
