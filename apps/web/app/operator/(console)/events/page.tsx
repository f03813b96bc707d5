import { OperatorEventsScreen } from '~/screens/operator/events-screen.tsx';

export default function OperatorEventsPage() {
  return <OperatorEventsScreen />;
}
