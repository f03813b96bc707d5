'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { soapParts } from '@shirube/core/entries/merge';
import { Card, LinkButton, Notice, SoapEditor, SoapRow, ThreeColumns } from '@shirube/ui';
import { useMay, useWhyNot } from '~/client/may.tsx';
import { DocumentList } from '../documents/document-list.tsx';
import { dayAndClock } from '../format.ts';
import { ConditionList } from './condition-list.tsx';
import { ConfirmedNote } from './confirmed-note.tsx';
import { FromOutside } from './from-outside.tsx';
import { IssuePanel } from './issue-panel.tsx';
import { KnownFacts } from './known-facts.tsx';
import { OralConsents } from './oral-consents.tsx';
import { PastVisits } from './order/past-visits.tsx';
import { PendingEntries } from './pending-entries.tsx';
import { ActiveMedications, Labs } from './side-panels.tsx';

interface ReadOnlyWorkspaceProps {
  clinic: string;
  chart: Chart;
  encounter: NonNullable<Chart['encounter']>;
  today: string;
  externalState: { outcome: string; reason: string | null } | null;
  onChanged: () => Promise<unknown>;
}

const nothing = () => undefined;

/** The chart for those who may see it and not write in it: everything can be read, nothing can be touched, and it says why. */
export function ReadOnlyWorkspace({
  clinic,
  chart,
  encounter,
  today,
  externalState,
  onChanged,
}: ReadOnlyWorkspaceProps) {
  const whyNot = useWhyNot('chart.write');
  const mayEnter = useMay('entry.write');
  const mayViewPrescription = useMay('prescription.view');
  const patientId = chart.patient.id;
  const confirmed = encounter.notes.length > 0;
  return (
    <main id="main">
      <ThreeColumns
        leftLabel="これまで"
        left={
          <>
            <PastVisits visits={chart.pastVisits} total={chart.totalVisits} onRepeat={null} />
            <ActiveMedications medications={chart.medications} />
            <FromOutside {...{ clinic, chart, externalState }} onChanged={nothing} />
          </>
        }
        middleLabel="今日の診察"
        middle={
          <>
            <Notice
              tone="info"
              title="このカルテは見るだけです"
              actions={
                mayEnter && !confirmed && encounter.receptionId ? (
                  <LinkButton
                    href={`/c/${clinic}/patients/${patientId}/receptions/${encounter.receptionId}/entry`}
                  >
                    代行入力する
                  </LinkButton>
                ) : null
              }
            >
              {whyNot?.replace('この操作は', 'カルテを書くには')}
            </Notice>
            <PendingEntries
              patientId={patientId}
              entries={chart.pendingEntries}
              draft={null}
              doctorId={null}
              approving={false}
              problem={null}
              onApprove={nothing}
              onReturned={async () => undefined}
            />
            {mayViewPrescription
              ? encounter.prescriptions.map((prescription) => (
                  <IssuePanel
                    key={prescription.id}
                    clinic={clinic}
                    patientId={patientId}
                    prescriptionId={prescription.id}
                    signNow={false}
                  />
                ))
              : null}
            <OralConsents consents={encounter.oralConsents} />
            {confirmed ? (
              <ConfirmedNote
                patientId={patientId}
                encounterId={encounter.id}
                notes={encounter.notes}
                authorship={encounter.authorship}
                onAmended={nothing}
              />
            ) : (
              <UnconfirmedNote encounter={encounter} />
            )}
            <ConditionList {...{ patientId, onChanged }} conditions={chart.conditions} />
          </>
        }
        rightLabel="道具"
        right={
          <>
            <DocumentList clinic={clinic} patientId={patientId} encounterId={encounter.id} />
            <Labs labs={chart.labs} />
            <KnownFacts {...{ chart, today, onChanged }} />
          </>
        }
      />
    </main>
  );
}

/** What the doctor is writing, as it was saved when the chart was opened. */
function UnconfirmedNote({ encounter }: { encounter: NonNullable<Chart['encounter']> }) {
  const { draft } = encounter;
  return (
    <Card
      title="診療録（未確定）"
      note={`担当 ${encounter.doctorName}${draft ? `　${dayAndClock(draft.updatedAt)} 保存` : ''}`}
      padding={draft ? 'none' : 'normal'}
    >
      {draft ? (
        <SoapEditor>
          {soapParts.map(([letter, field]) => (
            <SoapRow
              key={letter}
              letter={letter}
              value={draft.content.soap[field]}
              readOnly
              onChange={nothing}
            />
          ))}
        </SoapEditor>
      ) : (
        <p className="text-ink-2">記載はまだありません。</p>
      )}
    </Card>
  );
}
