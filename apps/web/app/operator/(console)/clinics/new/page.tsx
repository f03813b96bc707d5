import { NewClinicScreen } from '~/screens/operator/new-clinic-screen.tsx';

export default function NewClinicPage() {
  return <NewClinicScreen />;
}
