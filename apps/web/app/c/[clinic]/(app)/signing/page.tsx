import { ScreenFor } from '~/client/may.tsx';
import { WaitingForSignatureScreen } from '~/screens/signing/waiting-screen.tsx';

export default function WaitingForSignaturePage() {
  return (
    <ScreenFor permission="prescription.sign">
      <WaitingForSignatureScreen />
    </ScreenFor>
  );
}
