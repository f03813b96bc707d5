import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { PrescriptionsScreen } from '~/screens/prescriptions/prescriptions-screen.tsx';

export default async function PrescriptionsPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="prescription.view">
      <PrescriptionsScreen clinic={clinic} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
