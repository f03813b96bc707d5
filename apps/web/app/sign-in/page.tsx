import { redirect } from 'next/navigation';
import { environment } from '~/env.ts';
import { SignInScreen } from '~/screens/sign-in/sign-in-screen.tsx';
import { currentState } from '~/server/session.ts';

/** Where to go afterwards: a page of a clinic or one's account, never another site. */
function safeNext(next: string | undefined): string {
  return next && /^\/(c\/[a-z0-9-]+\/|account)[\w\-/?=&%]*$/.test(next) ? next : '/';
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams;
  const { stage } = await currentState();
  const target = safeNext(next);
  if (stage === 'active') redirect(target);
  return (
    <SignInScreen next={target} demo={environment().SHIRUBE_DEMO === 'true'} pending={stage === 'pending'} />
  );
}
