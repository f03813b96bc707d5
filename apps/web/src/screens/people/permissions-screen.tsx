'use client';

import { licences, may, type Permission, type Role, roleNames, roles } from '@shirube/core/identity';
import { Button, Card, CheckIcon, Notice, PrintIcon, Skeleton, StatusBadge } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '~/client/may.tsx';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';

type Rule = Answers['people']['permissions'][number];

/** 権限の表: who may do what, from the table that the server refuses from. */
export function PermissionsScreen() {
  const trpc = useTRPC();
  const table = useQuery(trpc.people.permissions.queryOptions({}));
  const me = useMe();
  const groups = [...new Set((table.data ?? []).map((rule) => rule.group))];
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="text-head font-bold">権限の表</h1>
        <p className="text-sub text-ink-2">{`${me.clinic.name}　${me.name} さん`}</p>
        <span className="flex-1" />
        <Button icon={<PrintIcon />} size="lg" className="print-hide" onClick={() => window.print()}>
          印刷する
        </Button>
      </div>
      <div className="text-sub text-ink-2">
        <p>役割が2つ以上ある人は、どれか1つの役割でできることをすべてできます。</p>
        <p>「資格」の欄にことばがある操作は、役割のほかに、その資格を持つ人だけができます。</p>
      </div>
      {table.isError ? <Notice tone="error" title={sentenceOf(table.error)} live /> : null}
      {table.isPending ? <Skeleton label="権限の表を開いています" /> : null}
      {groups.map((group) => (
        <Card key={group} title={group} padding="none">
          <RuleTable
            group={group}
            rules={(table.data ?? []).filter((rule) => rule.group === group)}
            mine={(rule) => may(me, rule.permission as Permission)}
            myRoles={me.roles}
          />
        </Card>
      ))}
    </main>
  );
}

interface RuleTableProps {
  group: string;
  rules: readonly Rule[];
  mine: (rule: Rule) => boolean;
  myRoles: readonly Role[];
}

function RuleTable({ group, rules, mine, myRoles }: RuleTableProps) {
  const head = 'px-3 py-2 text-sub font-bold text-ink-2';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a scrolling frame, not a fieldset and not a landmark of its own
    <div role="group" aria-label={`${group}の権限`} tabIndex={0} className="focus-inset overflow-x-auto">
      <table className="w-full min-w-[68rem] table-fixed border-collapse text-body print:min-w-0 print:text-note">
        <caption className="sr-only">{`${group}の権限`}</caption>
        <thead>
          <tr className="border-b border-line bg-surface-2">
            <th scope="col" className={`${head} w-[26%] text-left`}>
              操作
            </th>
            <th scope="col" className={`${head} w-[9%] text-left`}>
              自分
            </th>
            {roles.map((role) => (
              <th key={role} scope="col" className={`${head} w-[7%] text-center`}>
                {roleNames[role]}
                {myRoles.includes(role) ? <span className="sr-only">（自分の役割）</span> : null}
              </th>
            ))}
            <th scope="col" className={`${head} text-left`}>
              資格
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr
              key={rule.permission}
              className={`border-b border-line-2 last:border-b-0 ${mine(rule) ? 'bg-key-tint' : ''}`}
            >
              <th scope="row" className="px-3 py-2 text-left font-bold">
                {rule.label}
              </th>
              <td className="px-3 py-2">
                {mine(rule) ? <StatusBadge tone="success">できる</StatusBadge> : 'できない'}
              </td>
              {roles.map((role) => (
                <td key={role} className="px-3 py-2 text-center">
                  {rule.roles.includes(role) ? (
                    <>
                      <CheckIcon className="mx-auto size-5 text-key" />
                      <span className="sr-only">できる</span>
                    </>
                  ) : (
                    <span className="sr-only">できない</span>
                  )}
                </td>
              ))}
              <td className="px-3 py-2 text-sub">{licenceText(rule)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function licenceText(rule: Rule): string {
  if (rule.licences === null) return '';
  return rule.licences.length === licences.length ? '医療の国家資格（どれか）' : rule.licences.join('・');
}
