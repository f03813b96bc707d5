import { ScreenFor } from '~/client/may.tsx';
import { MyEntriesScreen } from '~/screens/entries/my-entries-screen.tsx';

export default async function EntriesPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="entry.write">
      <MyEntriesScreen clinic={clinic} />
    </ScreenFor>
  );
}
