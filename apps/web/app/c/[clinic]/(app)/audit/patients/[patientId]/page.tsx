import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { WhoSawScreen } from '~/screens/audit/who-saw-screen.tsx';

export default async function WhoSawPage({
  params,
}: {
  params: Promise<{ clinic: string; patientId: string }>;
}) {
  const { clinic, patientId } = await params;
  return (
    <ScreenFor permission="audit.view_patient">
      <WhoSawScreen clinic={clinic} patientId={patientId} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
