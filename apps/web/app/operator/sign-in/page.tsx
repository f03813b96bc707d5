import { demoOperator } from '@shirube/core/operators';
import { redirect } from 'next/navigation';
import { environment } from '~/env.ts';
import { OperatorSignInScreen } from '~/screens/operator/operator-sign-in-screen.tsx';
import { currentOperator } from '~/server/operator/session.ts';

/** The password of every demo sign-in; demo clinics hold synthetic data only. */
const demoPassword = 'shirube-demo-2026';

export default async function OperatorSignInPage() {
  if (await currentOperator()) redirect('/operator');
  return (
    <OperatorSignInScreen
      demo={environment().SHIRUBE_DEMO === 'true' ? { loginId: demoOperator, password: demoPassword } : null}
    />
  );
}
