'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { AllergyCard } from './allergy-card.tsx';
import { ExternalCard } from './external-card.tsx';
import { FactsCard } from './facts-card.tsx';

interface KnownFactsProps {
  chart: Chart;
  today: string;
  onChanged: () => Promise<unknown>;
}

/** What the checks of an order must know of a patient and no service tells: entered here, by whoever may. */
export function KnownFacts({ chart, today, onChanged }: KnownFactsProps) {
  const props = { patientId: chart.patient.id, onChanged };
  return (
    <>
      <FactsCard {...props} today={today} />
      <AllergyCard {...props} allergies={chart.allergies} />
      <ExternalCard {...props} today={today} />
    </>
  );
}
