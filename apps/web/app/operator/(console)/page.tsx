import { operatorMay } from '@shirube/core/operators';
import { ClinicsScreen } from '~/screens/operator/clinics-screen.tsx';
import { currentOperator } from '~/server/operator/session.ts';

export default async function OperatorPage() {
  const operator = await currentOperator();
  return <ClinicsScreen mayCreate={operatorMay(operator?.roles ?? [], 'operator.clinics.create')} />;
}
