import { SigningCallback } from '~/screens/shell/signing-callback.tsx';

export default async function SigningCallbackPage({
  params,
  searchParams,
}: {
  params: Promise<{ clinic: string }>;
  searchParams: Promise<{ code?: string; state?: string; error?: string }>;
}) {
  const { clinic } = await params;
  const { code, state, error } = await searchParams;
  return <SigningCallback clinic={clinic} code={code ?? null} state={state ?? null} error={error ?? null} />;
}
