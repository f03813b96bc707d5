import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { MayProvider } from '~/client/may.tsx';
import { ClinicApi } from '~/client/trpc.tsx';
import { environment } from '~/env.ts';
import { OutOfUse } from '~/screens/shell/out-of-use.tsx';
import { PlaceRefused } from '~/screens/shell/place-refused.tsx';
import { SessionGuard } from '~/screens/shell/session-guard.tsx';
import { Shell } from '~/screens/shell/shell.tsx';
import { isTextScale, textScaleCookie } from '~/screens/shell/text-scale.ts';
import { database } from '~/server/database.ts';
import { describeMe } from '~/server/me.ts';
import { placeOutOfUse } from '~/server/out-of-use.ts';
import { currentState, membershipOf } from '~/server/session.ts';

export default async function ClinicLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ clinic: string }>;
}) {
  const { clinic } = await params;
  const state = await currentState();
  const env = environment();
  const demo = env.SHIRUBE_DEMO === 'true';
  if (state.stage === 'locked')
    return (
      <ClinicApi key={clinic} clinic={clinic}>
        <SessionGuard
          demo={demo}
          idleMinutes={state.session.idleMinutes}
          locked
          person={state.session.displayName}
        >
          {null}
        </SessionGuard>
      </ClinicApi>
    );
  const session = state.stage === 'active' ? state.session : null;
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/c/${clinic}/board`)}`);
  const membership = membershipOf(session, clinic);
  const refused = session.refused.find((each) => each.tenantSlug === clinic);
  if (refused) return <PlaceRefused place={refused.tenantName} because={refused.refusedBecause} />;
  if (!membership) {
    const place = await placeOutOfUse(database(), session, clinic);
    if (place) return <OutOfUse places={[place]} hasAnother={session.memberships.length > 0} />;
    // a clinic the person does not belong to looks like one that does not exist
    notFound();
  }
  const scale = (await cookies()).get(textScaleCookie)?.value;
  return (
    // a key of its own: nothing that was read in one clinic outlives the way to another
    <ClinicApi key={clinic} clinic={clinic}>
      <SessionGuard demo={demo} idleMinutes={session.idleMinutes} locked={false} person={session.displayName}>
        <MayProvider me={describeMe(membership)}>
          <Shell
            clinic={clinic}
            clinics={session.memberships.map((each) => ({ slug: each.tenantSlug, name: each.tenantName }))}
            textScale={isTextScale(scale) ? scale : '100'}
            sandboxUrl={env.SHIRUBE_DEMO === 'true' ? new URL(env.SHIRUBE_GATEWAY_URL).origin : null}
          >
            {children}
          </Shell>
        </MayProvider>
      </SessionGuard>
    </ClinicApi>
  );
}
