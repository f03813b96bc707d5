'use client';

import { roleWords } from '@shirube/core/identity';
import type { InvitationRow } from '@shirube/core/people/schema';
import { Button, Card, Notice, StatusBadge, Table } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock, fullName } from '../format.ts';

const states = {
  open: { label: '待っています', tone: 'caution' },
  accepted: { label: '受けました', tone: 'success' },
  expired: { label: '期限切れ', tone: 'neutral' },
  revoked: { label: '取消', tone: 'neutral' },
} as const;

interface InvitationsCardProps {
  invitations: readonly InvitationRow[];
  onChanged: () => Promise<unknown>;
}

/** Invitations of the last 30 days. A code can not be shown again: a lost one is revoked and a new one made. */
export function InvitationsCard({ invitations, onChanged }: InvitationsCardProps) {
  const trpc = useTRPC();
  const whyNot = useWhyNot('people.invite');
  const revoke = useMutation(trpc.people.revokeInvitation.mutationOptions({ onSettled: onChanged }));
  if (invitations.length === 0) return null;
  return (
    <Card title="招待" note="この30日間" padding="none">
      {revoke.isError ? <Notice tone="error" title={sentenceOf(revoke.error)} live /> : null}
      <Table
        caption="招待"
        captionHidden
        columns={[
          { key: 'name', header: '氏名', cell: fullName, rowHeader: true },
          { key: 'roles', header: '役割', cell: (row) => roleWords(row.roles) },
          { key: 'licence', header: '資格', cell: (row) => row.licence ?? 'なし' },
          { key: 'by', header: '招いた人', cell: (row) => row.createdByName },
          { key: 'until', header: '期限', cell: (row) => dateAndClock(row.expiresAt) },
          {
            key: 'state',
            header: '状態',
            cell: (row) => <StatusBadge tone={states[row.state].tone}>{states[row.state].label}</StatusBadge>,
          },
          {
            key: 'act',
            header: '操作',
            cell: (row) =>
              row.state === 'open' ? (
                <Button
                  size="md"
                  variant="tertiary"
                  aria-label={`${fullName(row)} さんの招待を取り消す`}
                  unavailableReason={whyNot}
                  busy={revoke.isPending && revoke.variables.invitationId === row.invitationId}
                  onClick={() => revoke.mutate({ invitationId: row.invitationId })}
                >
                  取り消す
                </Button>
              ) : null,
          },
        ]}
        rows={invitations}
        rowKey={(row) => row.invitationId}
      />
    </Card>
  );
}
