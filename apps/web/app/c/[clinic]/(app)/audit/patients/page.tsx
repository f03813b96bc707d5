import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { WhoSawSearchScreen } from '~/screens/audit/who-saw-screen.tsx';

export default async function WhoSawSearchPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="audit.view_patient">
      <WhoSawSearchScreen clinic={clinic} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
