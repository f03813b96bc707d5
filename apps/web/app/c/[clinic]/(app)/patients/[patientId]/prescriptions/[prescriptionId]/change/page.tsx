import { ScreenFor } from '~/client/may.tsx';
import { ChangeScreen } from '~/screens/prescriptions/change-screen.tsx';

export default async function ChangePage({
  params,
}: {
  params: Promise<{ clinic: string; patientId: string; prescriptionId: string }>;
}) {
  const place = await params;
  return (
    <ScreenFor permission="prescription.change">
      <ChangeScreen {...place} />
    </ScreenFor>
  );
}
