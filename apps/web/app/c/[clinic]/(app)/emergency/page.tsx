import { ScreenFor } from '~/client/may.tsx';
import { EmergencyReviewScreen } from '~/screens/restrictions/emergency-review-screen.tsx';

export default function EmergencyPage() {
  return (
    <ScreenFor permission="emergency.review">
      <EmergencyReviewScreen />
    </ScreenFor>
  );
}
