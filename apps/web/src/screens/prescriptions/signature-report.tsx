'use client';

import type { SignatureReport } from '@shirube/core/ports/signature-report';
import { Disclosure, StatusBadge } from '@shirube/ui';

const verdicts = {
  valid: { label: '問題なし', tone: 'success' },
  invalid: { label: '問題あり', tone: 'danger' },
  indeterminate: { label: '確かめられず', tone: 'unknown' },
  not_applicable: { label: '対象なし', tone: 'neutral' },
} as const;

/** 署名検証: what was looked at in our own signature, check by check. */
export function SignatureReportPanel({ report }: { report: SignatureReport }) {
  return (
    <Disclosure summary={report.valid ? '署名検証：問題ありません' : '署名検証：問題があります'}>
      <ul className="grid gap-2">
        {report.checks.map((check) => (
          <li key={check.name} className="flex flex-wrap items-center gap-2">
            <StatusBadge size="sm" tone={verdicts[check.status].tone}>
              {verdicts[check.status].label}
            </StatusBadge>
            <span>{check.message}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
