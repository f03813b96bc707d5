import { ScreenFor } from '~/client/may.tsx';
import { ApprovalsScreen } from '~/screens/entries/approvals-screen.tsx';

export default async function ApprovalsPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="entry.approve">
      <ApprovalsScreen clinic={clinic} />
    </ScreenFor>
  );
}
