import { redirect } from 'next/navigation';
import { AccountApi } from '~/client/account-api.tsx';
import { environment } from '~/env.ts';
import { AccountScreen } from '~/screens/account/account-screen.tsx';
import { SessionGuard } from '~/screens/shell/session-guard.tsx';
import { currentState } from '~/server/session.ts';

/** One's own sign-in. Not under a clinic: it belongs to the person. */
export default async function AccountPage() {
  const state = await currentState();
  if (state.stage === 'none' || state.stage === 'pending') redirect('/sign-in?next=/account');
  const { displayName, idleMinutes } = state.session;
  const demo = environment().SHIRUBE_DEMO === 'true';
  const locked = state.stage === 'locked';
  return (
    <AccountApi>
      <SessionGuard person={displayName} idleMinutes={idleMinutes} demo={demo} locked={locked}>
        {locked ? null : <AccountScreen />}
      </SessionGuard>
    </AccountApi>
  );
}
