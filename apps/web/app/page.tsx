import { redirect } from 'next/navigation';
import { currentSession } from '~/server/session.ts';

export default async function Home() {
  const session = await currentSession();
  if (!session) redirect('/sign-in');
  const first = session.memberships[0] ?? session.refused[0];
  redirect(first ? `/c/${first.tenantSlug}/board` : '/sign-in');
}
