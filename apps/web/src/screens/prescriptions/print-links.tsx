'use client';

import { formsOf, type PrintForm, printRefusal } from '@shirube/core/prescribing/print-forms';
import type { IssueType } from '@shirube/core/records';
import { LinkButton } from '@shirube/ui';
import { IfMay } from '~/client/may.tsx';

const formInWords: Record<PrintForm, string> = {
  prescription: '処方箋を印刷する（A5）',
  'prescription-a4': '処方箋とQRを1枚に印刷する（A4）',
  copy: '処方内容の控えを印刷する',
  leaflet: '薬の説明書を印刷する',
  label: '薬袋を印刷する',
};

interface PrintLinksProps {
  clinic: string;
  patientId: string;
  prescriptionId: string;
  issueType: IssueType;
  status: string;
}

/** What can be printed of a prescription now, each in a tab of its own; when nothing can, why not. */
export function PrintLinks({ clinic, patientId, prescriptionId, issueType, status }: PrintLinksProps) {
  const forms = formsOf[issueType].map((form) => ({
    form,
    refusal: printRefusal(form, issueType, status),
  }));
  const [first] = forms;
  if (first && forms.every(({ refusal }) => refusal !== null))
    return <p className="text-sub text-ink-2">{first.refusal}</p>;
  return (
    <IfMay permission="prescription.print">
      <div className="flex flex-wrap gap-3">
        {forms
          .filter(({ refusal }) => refusal === null)
          .map(({ form }, index) => (
            <LinkButton
              key={form}
              variant={index === 0 ? 'primary' : 'secondary'}
              size="lg"
              href={`/c/${clinic}/patients/${patientId}/prescriptions/${prescriptionId}/print/${form}`}
              target="_blank"
              rel="noreferrer"
            >
              {formInWords[form]}
            </LinkButton>
          ))}
      </div>
    </IfMay>
  );
}
