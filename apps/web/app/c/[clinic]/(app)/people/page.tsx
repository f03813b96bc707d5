import { ScreenFor } from '~/client/may.tsx';
import { PeopleScreen } from '~/screens/people/people-screen.tsx';

export default async function PeoplePage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="people.view">
      <PeopleScreen clinic={clinic} />
    </ScreenFor>
  );
}
