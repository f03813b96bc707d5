import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { SetupScreen } from '~/screens/clinic/setup-screen.tsx';

export default async function SetupPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="clinic.edit">
      <SetupScreen clinic={clinic} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
