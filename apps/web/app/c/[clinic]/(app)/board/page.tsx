import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { BoardScreen } from '~/screens/board/board-screen.tsx';

export default async function BoardPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="reception.view">
      <BoardScreen clinic={clinic} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
