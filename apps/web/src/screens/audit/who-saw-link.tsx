import Link from 'next/link';
import type { ReactNode } from 'react';

interface WhoSawLinkProps {
  clinic: string;
  patientId: string;
  children: ReactNode;
}

/** Leads from wherever a patient is named to who has seen the record. Show it to whoever has audit.view_patient. */
export function WhoSawLink({ clinic, patientId, children }: WhoSawLinkProps) {
  return (
    <Link className="text-key underline" href={`/c/${clinic}/audit/patients/${patientId}`}>
      {children}
    </Link>
  );
}
