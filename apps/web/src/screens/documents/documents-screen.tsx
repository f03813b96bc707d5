'use client';

import { DocumentList } from './document-list.tsx';

/** All documents of a patient, outside of a visit. */
export function DocumentsScreen({ clinic, patientId }: { clinic: string; patientId: string }) {
  return (
    <main id="main" className="mx-auto max-w-4xl p-5">
      <h1 className="mb-4 text-title font-bold">患者の文書</h1>
      <DocumentList clinic={clinic} patientId={patientId} encounterId={null} />
    </main>
  );
}
