import { redirect } from 'next/navigation';
import { OutOfUse } from '~/screens/shell/out-of-use.tsx';
import { database } from '~/server/database.ts';
import { homePath } from '~/server/home.ts';
import { currentSession } from '~/server/session.ts';

export default async function Home() {
  const session = await currentSession();
  if (!session) redirect('/sign-in');
  const [first] = session.memberships;
  if (first) redirect(await homePath(session, first));
  const [refused] = session.refused;
  if (refused) redirect(`/c/${refused.tenantSlug}/board`);
  const places = await database().operations.placesOutOfUse(session.accountId);
  // somebody who works nowhere any more has their own sign-in left
  if (places.length === 0) redirect('/account');
  return <OutOfUse places={places} hasAnother={false} />;
}
