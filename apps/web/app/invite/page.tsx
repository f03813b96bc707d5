import { InviteScreen } from '~/screens/invite/invite-screen.tsx';
import { currentState } from '~/server/session.ts';

/** Where a handed-over code is used. The code is typed or stands behind #: no server and no log gets it with the address. */
export default async function InvitePage() {
  const state = await currentState();
  return <InviteScreen signedInAs={state.stage === 'active' ? state.session.displayName : null} />;
}
