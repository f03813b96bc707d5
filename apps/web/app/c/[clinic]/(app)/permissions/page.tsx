import { ScreenFor } from '~/client/may.tsx';
import { PermissionsScreen } from '~/screens/people/permissions-screen.tsx';

export default function PermissionsPage() {
  return (
    <ScreenFor permission="permission.view">
      <PermissionsScreen />
    </ScreenFor>
  );
}
