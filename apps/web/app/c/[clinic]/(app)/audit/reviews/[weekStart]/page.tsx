import { ScreenFor } from '~/client/may.tsx';
import { ReviewScreen } from '~/screens/audit/review-screen.tsx';

export default async function ReviewPage({
  params,
}: {
  params: Promise<{ clinic: string; weekStart: string }>;
}) {
  const { clinic, weekStart } = await params;
  return (
    <ScreenFor permission="audit.review">
      <ReviewScreen clinic={clinic} weekStart={weekStart} />
    </ScreenFor>
  );
}
