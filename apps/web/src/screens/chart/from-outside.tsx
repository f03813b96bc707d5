'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { ChartLetters } from '../letters/chart-letters.tsx';
import { SharedCard } from '../shared-information/shared-card.tsx';
import { ExternalMedications } from './side-panels.tsx';

interface FromOutsideProps {
  clinic: string;
  chart: Chart;
  externalState: { outcome: string; reason: string | null } | null;
  /** what other facilities wrote has come, or has gone */
  onChanged: () => void;
}

/** What did not begin in this clinic: medicines of others, what others registered, letters that were sent here. */
export function FromOutside({ clinic, chart, externalState, onChanged }: FromOutsideProps) {
  return (
    <>
      <ExternalMedications
        visible={chart.externalVisible}
        medications={chart.externalMedications}
        state={externalState}
      />
      <SharedCard patientId={chart.patient.id} onChanged={onChanged} />
      <ChartLetters clinic={clinic} patientId={chart.patient.id} />
    </>
  );
}
