import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { LetterScreen } from '~/screens/letters/letter-screen.tsx';

export default async function LetterPage({
  params,
}: {
  params: Promise<{ clinic: string; letterId: string }>;
}) {
  const { clinic, letterId } = await params;
  return (
    <ScreenFor permission="document.view">
      <LetterScreen clinic={clinic} letterId={letterId} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
