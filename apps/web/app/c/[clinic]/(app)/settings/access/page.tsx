import { ScreenFor } from '~/client/may.tsx';
import { AccessRuleScreen } from '~/screens/access-rule/access-rule-screen.tsx';

export default function AccessRulePage() {
  return (
    <ScreenFor permission="clinic.settings">
      <AccessRuleScreen />
    </ScreenFor>
  );
}
