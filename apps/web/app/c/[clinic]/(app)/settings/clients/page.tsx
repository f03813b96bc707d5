import { ScreenFor } from '~/client/may.tsx';
import { ClientsScreen } from '~/screens/clients/clients-screen.tsx';

export default async function ClientsPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="client.view">
      <ClientsScreen clinic={clinic} />
    </ScreenFor>
  );
}
