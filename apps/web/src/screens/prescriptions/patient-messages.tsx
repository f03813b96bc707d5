'use client';

import { useQuery } from '@tanstack/react-query';
import { useMay } from '~/client/may.tsx';
import { useTRPC } from '~/client/trpc.tsx';
import { DispensingCard } from './dispensing-card.tsx';

/** What pharmacies wrote about this patient and nobody has read yet, on top of the chart whatever visit is open. */
export function PatientMessages({ patientId }: { patientId: string }) {
  const trpc = useTRPC();
  const mayView = useMay('prescription.view');
  const messages = useQuery({ ...trpc.prescriptions.messages.queryOptions({ patientId }), enabled: mayView });
  if (!messages.data || messages.data.length === 0) return null;
  return (
    <section aria-label="薬局からの連絡" className="grid gap-3 px-5 pt-4">
      {messages.data.map((dispensing) => (
        <DispensingCard key={dispensing.id} patientId={patientId} dispensing={dispensing} />
      ))}
    </section>
  );
}
