import { ScreenFor } from '~/client/may.tsx';
import { NewClientScreen } from '~/screens/clients/new-client-screen.tsx';

export default async function NewClientPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="client.manage">
      <NewClientScreen clinic={clinic} />
    </ScreenFor>
  );
}
