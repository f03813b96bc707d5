'use client';

import { clock } from '../format.ts';

/** 口頭等の同意 as a line of the visit's record: that it was given, when, and who heard it. */
export function OralConsents({ consents }: { consents: readonly { at: string; by: string }[] }) {
  return consents.map((consent) => (
    <p key={consent.at} className="text-ink-2">
      {`口頭の同意：ほかの医療機関の薬の名前を表示することに、患者さんが同意しました（${clock(consent.at)} ${consent.by} が記録）`}
    </p>
  ));
}
