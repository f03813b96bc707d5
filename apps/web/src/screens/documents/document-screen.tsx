'use client';

import type { DocumentView } from '@shirube/core/documents/schema';
import { type MarkerShape, markerShapes, Notice, PatientBanner, Skeleton } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '~/client/may.tsx';
import { reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ageInWords, birthDateInWords, sexInWords } from '../format.ts';
import { RestrictedNotice } from '../restrictions/restricted-notice.tsx';
import { DocumentEditor } from './document-editor.tsx';
import { VersionsScreen } from './versions-screen.tsx';

export interface DocumentPlace {
  clinic: string;
  patientId: string;
  documentId: string;
}

/** The same patient has the same shape in every tab: it follows from the id. */
function markerOf(patientId: string): MarkerShape {
  const sum = [...patientId].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return markerShapes[sum % markerShapes.length] ?? 'square';
}

/** A document: the editor while it is being written, its versions after that. The patient stays in sight. */
export function DocumentScreen({ today, ...place }: DocumentPlace & { today: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayWrite = useMay('document.write');
  const { patientId, documentId } = place;
  const query = trpc.documents.open.queryOptions({ patientId, documentId });
  const opened = useQuery({
    ...query,
    // read once: while the doctor writes, nothing under the hands may change by itself
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const again = () => queryClient.invalidateQueries({ queryKey: query.queryKey });
  if (opened.isError && reasonOf(opened.error) === 'restricted')
    return (
      <main id="main" className="p-6">
        <RestrictedNotice patientId={patientId} patientName={null} onOpened={again} />
      </main>
    );
  if (opened.isError)
    return (
      <main id="main" className="p-6">
        <Notice tone="error" title={sentenceOf(opened.error)} live />
      </main>
    );
  if (!opened.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="文書を開いています" />
      </main>
    );
  const view = opened.data as DocumentView;
  const { patient } = view;
  return (
    <>
      <PatientBanner
        nameAs="p"
        marker={markerOf(patientId)}
        name={patient.name}
        kana={patient.kana}
        identity={`${sexInWords(patient.sex)} ${ageInWords(patient.birthDate, today)}`}
        facts={[
          { term: '生年月日', detail: birthDateInWords(patient.birthDate) },
          { term: '患者番号', detail: patient.patientNumber },
        ]}
        allergies={
          view.choices.allergies.length > 0
            ? { status: 'recorded', items: view.choices.allergies.map((each) => ({ name: each.label })) }
            : { status: 'not-asked' }
        }
      />
      {view.draft && mayWrite ? (
        <DocumentEditor key={documentId} place={place} view={view} draft={view.draft} onDone={again} />
      ) : (
        <VersionsScreen place={place} view={view} onChanged={again} />
      )}
    </>
  );
}
