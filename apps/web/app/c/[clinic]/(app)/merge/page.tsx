import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { MergeScreen } from '~/screens/merge/merge-screen.tsx';

export default function MergePage() {
  return (
    <ScreenFor permission="patient.merge">
      <MergeScreen today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
