import { ScreenFor } from '~/client/may.tsx';
import { SharingScreen } from '~/screens/sharing/sharing-screen.tsx';

export default async function SharingPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="sharing.view">
      <SharingScreen clinic={clinic} />
    </ScreenFor>
  );
}
