import { ScreenFor } from '~/client/may.tsx';
import { ReviewListScreen } from '~/screens/audit/review-list-screen.tsx';

export default async function ReviewsPage({ params }: { params: Promise<{ clinic: string }> }) {
  const { clinic } = await params;
  return (
    <ScreenFor permission="audit.review">
      <ReviewListScreen clinic={clinic} />
    </ScreenFor>
  );
}
