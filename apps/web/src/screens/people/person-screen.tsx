'use client';

import { roleWords } from '@shirube/core/identity';
import { LinkButton, Notice, Skeleton, StatusBadge } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { eraDate, fullKana, fullName } from '../format.ts';
import { CertificateCard } from './certificate-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { LeavingCard } from './leaving-card.tsx';
import { LicenceCard } from './licence-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { RolesCard } from './roles-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { SignInCard } from './sign-in-card.tsx';

interface PersonScreenProps {
  clinic: string;
  staffId: string;
  today: string;
}

/** One member of staff: who they are, what they may, and everything that ever changed. */
export function PersonScreen({ clinic, staffId, today }: PersonScreenProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = trpc.people.get.queryOptions({ staffId });
  const answer = useQuery(query);
  const back = (
    <LinkButton as={Link} href={`/c/${clinic}/people`} size="lg">
      職員の一覧へ
    </LinkButton>
  );
  if (answer.isError)
    return (
      <main id="main" className="p-6">
        <Notice tone="error" title={sentenceOf(answer.error)} live actions={back} />
      </main>
    );
  if (!answer.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="職員の情報を開いています" />
      </main>
    );
  const person = answer.data;
  // one's own rights follow from one's own roles: they are asked for again with everything else
  const card = { person, onChanged: () => queryClient.invalidateQueries() };
  // a form starts from what the record says: a new version is a new form
  const version = (name: string) => `${name} ${person.rowVersion}`;
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="text-head font-bold">{fullName(person)}</h1>
        <span className="text-ink-2">{fullKana(person)}</span>
        <span>{`${roleWords(person.roles)}　${person.licence ?? '資格なし'}`}</span>
        {person.active ? (
          <StatusBadge tone="success">在職</StatusBadge>
        ) : (
          <StatusBadge>{`離職 ${person.leftOn ? eraDate(person.leftOn) : ''}`}</StatusBadge>
        )}
        <span className="flex-1" />
        {back}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <RolesCard key={version('roles')} {...card} />
          <LicenceCard key={version('licence')} {...card} />
          <CertificateCard key={version('certificate')} {...card} />
        </div>
        <div className="grid gap-4">
          <ProfileCard key={version('profile')} {...card} />
          <SessionsCard key={version('sessions')} {...card} />
          <SignInCard {...card} />
          <LeavingCard key={version('leaving')} {...card} today={today} />
          <HistoryCard changes={person.changes} />
        </div>
      </div>
    </main>
  );
}
