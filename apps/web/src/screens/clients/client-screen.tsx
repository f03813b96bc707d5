'use client';

import { LinkButton, Notice, Skeleton, StatusBadge } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import { ActivityCard } from './activity-card.tsx';
import { CredentialsCard } from './credentials-card.tsx';
import { PermissionsCard } from './permissions-card.tsx';
import { StateCard } from './state-card.tsx';
import { stateWords } from './words.ts';

/** One 外部システム: what it may do, how it proves itself, what it did lately, and the switch. */
export function ClientScreen({ clinic, clientId }: { clinic: string; clientId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = trpc.clients.list.queryOptions({});
  const list = useQuery(query);
  const back = (
    <LinkButton as={Link} href={`/c/${clinic}/settings/clients`} size="lg">
      外部システムの一覧へ
    </LinkButton>
  );
  const client = list.data?.find((each) => each.id === clientId);
  if (!client)
    return (
      <main id="main" className="grid gap-4 p-6">
        {list.isPending ? (
          <Skeleton label="外部システムを開いています" />
        ) : (
          <Notice
            tone="error"
            title={
              list.isError
                ? sentenceOf(list.error)
                : '外部システムが見つかりません。一覧から選び直してください。'
            }
            live
            actions={back}
          />
        )}
      </main>
    );
  const card = { client, onChanged: () => queryClient.invalidateQueries() };
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="text-head font-bold">{client.name}</h1>
        <StatusBadge tone={stateWords[client.state].tone}>{stateWords[client.state].label}</StatusBadge>
        <span className="text-ink-2">{`${dateAndClock(client.createdAt)} ${client.createdByName} が登録`}</span>
        <span className="flex-1" />
        {back}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <StateCard {...card} />
          <CredentialsCard {...card} />
        </div>
        {/* a form starts from what the record says: a new version is a new form */}
        <PermissionsCard key={client.rowVersion} {...card} />
      </div>
      <ActivityCard clientId={client.id} />
    </main>
  );
}
