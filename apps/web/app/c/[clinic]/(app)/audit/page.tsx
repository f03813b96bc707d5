import { ScreenFor } from '~/client/may.tsx';
import { AuditScreen } from '~/screens/audit/audit-screen.tsx';

export default function AuditPage() {
  return (
    <ScreenFor permission="audit.view">
      <AuditScreen />
    </ScreenFor>
  );
}
