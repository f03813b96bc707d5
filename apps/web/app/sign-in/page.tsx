import { redirect } from 'next/navigation';
import { environment } from '~/env.ts';
import { SignInScreen } from '~/screens/sign-in/sign-in-screen.tsx';
import { safeNext } from '~/server/safe-next.ts';
import { currentState } from '~/server/session.ts';

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams;
  const { stage } = await currentState();
  const target = safeNext(next);
  if (stage === 'active') redirect(target);
  return (
    <SignInScreen next={target} demo={environment().SHIRUBE_DEMO === 'true'} pending={stage === 'pending'} />
  );
}
