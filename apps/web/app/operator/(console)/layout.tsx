import { operatorRoleNames } from '@shirube/core/operators';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { OperatorShell } from '~/screens/operator/operator-shell.tsx';
import { currentOperator } from '~/server/operator/session.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const operator = await currentOperator();
  if (!operator) redirect('/operator/sign-in');
  return (
    <OperatorShell
      name={operator.displayName}
      roles={operator.roles.map((role) => operatorRoleNames[role]).join('・')}
    >
      {children}
    </OperatorShell>
  );
}
