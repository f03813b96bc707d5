import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { OperatorApi } from '~/client/operator.tsx';
import { operatorConsole } from '~/server/operator/console.ts';

/** The operators' console exists only where it has a connection of its own. */
export default function OperatorLayout({ children }: { children: ReactNode }) {
  if (!operatorConsole()) notFound();
  return <OperatorApi>{children}</OperatorApi>;
}
