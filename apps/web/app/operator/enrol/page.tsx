import { OperatorEnrolScreen } from '~/screens/operator/operator-enrol-screen.tsx';

export default function OperatorEnrolPage() {
  return <OperatorEnrolScreen />;
}
