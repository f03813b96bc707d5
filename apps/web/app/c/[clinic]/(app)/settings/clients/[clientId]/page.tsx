import { ScreenFor } from '~/client/may.tsx';
import { ClientScreen } from '~/screens/clients/client-screen.tsx';

export default async function ClientPage({
  params,
}: {
  params: Promise<{ clinic: string; clientId: string }>;
}) {
  const { clinic, clientId } = await params;
  return (
    <ScreenFor permission="client.view">
      <ClientScreen clinic={clinic} clientId={clientId} />
    </ScreenFor>
  );
}
