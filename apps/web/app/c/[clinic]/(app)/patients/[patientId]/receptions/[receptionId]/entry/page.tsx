import { todayInTokyo } from '@shirube/terminology';
import { ScreenFor } from '~/client/may.tsx';
import { EntryScreen } from '~/screens/entries/entry-screen.tsx';

export default async function EntryPage({
  params,
}: {
  params: Promise<{ clinic: string; patientId: string; receptionId: string }>;
}) {
  const place = await params;
  return (
    <ScreenFor permission="entry.write">
      <EntryScreen {...place} today={todayInTokyo(new Date())} />
    </ScreenFor>
  );
}
