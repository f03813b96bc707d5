import { todayInTokyo } from '@shirube/terminology';
import { ChartScreen } from '~/screens/chart/chart-screen.tsx';

export default async function ChartPage({
  params,
}: {
  params: Promise<{ clinic: string; patientId: string; encounterId: string }>;
}) {
  const { clinic, patientId, encounterId } = await params;
  return (
    <ChartScreen
      clinic={clinic}
      patientId={patientId}
      encounterId={encounterId}
      today={todayInTokyo(new Date())}
    />
  );
}
