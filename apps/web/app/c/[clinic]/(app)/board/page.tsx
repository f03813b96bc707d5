import { may } from '@shirube/core/identity';
import { todayInTokyo } from '@shirube/terminology';
import { notFound } from 'next/navigation';
import { BoardScreen } from '~/screens/board/board-screen.tsx';
import { holderOf } from '~/server/scope.ts';
import { currentSession, membershipOf } from '~/server/session.ts';

export default async function BoardPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  const membership = membershipOf(await currentSession(), clinic);
  if (!membership) notFound();
  return (
    <BoardScreen
      clinic={clinic}
      today={todayInTokyo(new Date())}
      mayOpenChart={may(holderOf(membership), 'chart.write')}
      mayReceive={may(holderOf(membership), 'reception.manage')}
    />
  );
}
