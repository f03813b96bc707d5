'use client';

import { AppHeader, Button, Chip } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useOperatorTRPC } from '~/client/operator.tsx';

interface OperatorShellProps {
  name: string;
  roles: string;
  children: ReactNode;
}

/** What stands around every screen of the operators' console. */
export function OperatorShell({ name, roles, children }: OperatorShellProps) {
  const trpc = useOperatorTRPC();
  const path = usePathname();
  const signOut = useMutation(
    trpc.signOut.mutationOptions({ onSettled: () => window.location.assign('/operator/sign-in') }),
  );
  return (
    <>
      <AppHeader
        homeHref="/operator"
        place="運用者の画面"
        linkAs={Link}
        links={[
          { href: '/operator', label: '医療機関', current: path !== '/operator/events' },
          { href: '/operator/events', label: '運用の記録', current: path === '/operator/events' },
        ]}
        right={
          <>
            <Chip>{`${roles} ${name}`}</Chip>
            <Button size="sm" variant="tertiary" busy={signOut.isPending} onClick={() => signOut.mutate({})}>
              ログアウト
            </Button>
          </>
        }
      />
      {children}
    </>
  );
}
