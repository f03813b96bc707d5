import { ScreenFor } from '~/client/may.tsx';
import { LettersScreen } from '~/screens/letters/letters-screen.tsx';

export default async function LettersPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="document.view">
      <LettersScreen clinic={clinic} />
    </ScreenFor>
  );
}
