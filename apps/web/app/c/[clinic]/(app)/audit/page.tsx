import { AuditScreen } from '~/screens/audit/audit-screen.tsx';

export default function AuditPage() {
  return <AuditScreen />;
}
