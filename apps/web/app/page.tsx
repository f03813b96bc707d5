import { redirect } from 'next/navigation';
import { homePath } from '~/server/home.ts';
import { currentSession } from '~/server/session.ts';

export default async function Home() {
  const session = await currentSession();
  if (!session) redirect('/sign-in');
  const [first] = session.memberships;
  if (first) redirect(await homePath(session, first));
  const [refused] = session.refused;
  redirect(refused ? `/c/${refused.tenantSlug}/board` : '/sign-in');
}
