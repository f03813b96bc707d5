import { may, type Permission, roleWords } from '@shirube/core/identity';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { ClinicApi } from '~/client/trpc.tsx';
import { environment } from '~/env.ts';
import { Shell } from '~/screens/shell/shell.tsx';
import { isTextScale, textScaleCookie } from '~/screens/shell/text-scale.ts';
import { holderOf } from '~/server/scope.ts';
import { currentSession, membershipOf } from '~/server/session.ts';

export default async function ClinicLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ clinic: string }>;
}) {
  const { clinic } = await params;
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/c/${clinic}/board`)}`);
  const membership = membershipOf(session, clinic);
  // a clinic the person does not belong to looks like one that does not exist
  if (!membership) notFound();
  const mayDo = (permission: Permission) => may(holderOf(membership), permission);
  const env = environment();
  const scale = (await cookies()).get(textScaleCookie)?.value;
  return (
    <ClinicApi clinic={clinic}>
      <Shell
        clinic={clinic}
        place={membership.tenantName}
        person={membership.staffName}
        roles={roleWords(membership.roles)}
        maySign={mayDo('prescription.authorize_signing')}
        maySeeAudit={mayDo('audit.view')}
        maySeeOutbox={mayDo('outbox.view')}
        textScale={isTextScale(scale) ? scale : '100'}
        sandboxUrl={env.SHIRUBE_DEMO === 'true' ? new URL(env.SHIRUBE_GATEWAY_URL).origin : null}
      >
        {children}
      </Shell>
    </ClinicApi>
  );
}
