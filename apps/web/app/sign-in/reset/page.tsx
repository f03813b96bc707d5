import { ResetScreen } from '~/screens/sign-in/reset-screen.tsx';

export default function ResetPage() {
  return <ResetScreen />;
}
