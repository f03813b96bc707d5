import { operatorMay, operatorPermissions } from '@shirube/core/operators';
import { todayInTokyo } from '@shirube/terminology';
import { ClinicScreen } from '~/screens/operator/clinic-screen.tsx';
import { currentOperator } from '~/server/operator/session.ts';

export default async function OperatorClinicPage({ params }: { params: Promise<{ tenantId: string }> }) {
  const { tenantId } = await params;
  const operator = await currentOperator();
  return (
    <ClinicScreen
      tenantId={tenantId}
      today={todayInTokyo(new Date())}
      permissions={operatorPermissions.filter((each) => operatorMay(operator?.roles ?? [], each))}
    />
  );
}
