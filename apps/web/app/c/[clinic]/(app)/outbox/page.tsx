import { ScreenFor } from '~/client/may.tsx';
import { OutboxScreen } from '~/screens/outbox/outbox-screen.tsx';

export default function OutboxPage() {
  return (
    <ScreenFor permission="outbox.view">
      <OutboxScreen />
    </ScreenFor>
  );
}
