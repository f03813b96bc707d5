import { environment } from '~/env.ts';
import { SignInForm } from '~/screens/shell/sign-in-form.tsx';

/** Where to go afterwards: a page of a clinic, never another site. */
function safeNext(next: string | undefined): string {
  return next && /^\/c\/[a-z0-9-]+\/[\w\-/?=&%]*$/.test(next) ? next : '/';
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams;
  return <SignInForm next={safeNext(next)} demo={environment().SHIRUBE_DEMO === 'true'} />;
}
