import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { RestrictionsScreen } from '~/screens/restrictions/restrictions-screen.tsx';

export default function RestrictionsPage() {
  return (
    <ScreenFor permission="patient.restrict">
      <RestrictionsScreen today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
