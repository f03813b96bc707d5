import { OutboxScreen } from '~/screens/outbox/outbox-screen.tsx';

export default function OutboxPage() {
  return <OutboxScreen />;
}
