import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { AuditScreen } from '~/screens/audit/audit-screen.tsx';

export default async function AuditPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="audit.view">
      <AuditScreen clinic={clinic} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
