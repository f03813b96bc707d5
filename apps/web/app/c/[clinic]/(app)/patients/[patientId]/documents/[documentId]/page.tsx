import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { DocumentScreen } from '~/screens/documents/document-screen.tsx';

export default async function DocumentPage({
  params,
}: {
  params: Promise<{ clinic: string; patientId: string; documentId: string }>;
}) {
  const place = await params;
  return (
    <ScreenFor permission="document.view">
      <DocumentScreen {...place} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
