import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { PersonScreen } from '~/screens/people/person-screen.tsx';

export default async function PersonPage({
  params,
}: {
  params: Promise<{ clinic: string; staffId: string }>;
}) {
  const { clinic, staffId } = await params;
  return (
    <ScreenFor permission="people.view">
      <PersonScreen clinic={clinic} staffId={staffId} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
