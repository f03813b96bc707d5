import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { ClinicSettingsScreen } from '~/screens/clinic/clinic-settings-screen.tsx';

export default async function ClinicSettingsPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="clinic.edit">
      <ClinicSettingsScreen clinic={clinic} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
