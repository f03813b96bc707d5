import { ScreenFor } from '~/client/may.tsx';
import { DocumentsScreen } from '~/screens/documents/documents-screen.tsx';

export default async function DocumentsPage({
  params,
}: {
  params: Promise<{ clinic: string; patientId: string }>;
}) {
  const place = await params;
  return (
    <ScreenFor permission="document.view">
      <DocumentsScreen {...place} />
    </ScreenFor>
  );
}
