import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { DomainError } from '../shared/errors.ts';
import { rowVersion } from '../shared/schema.ts';

/** Where the people of a clinic may work from: networks, and a client certificate that the proxy verified. */
export const accessRuleSchema = z.object({
  /** addresses and networks in CIDR notation; none: from anywhere */
  ipRanges: z
    .array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
        error: '203.0.113.0/24 や 203.0.113.5 のように入れてください。',
      }),
    )
    .max(50),
  clientCertificate: z.boolean(),
  rowVersion,
});

export const accessRuleViewSchema = accessRuleSchema.extend({
  ipRanges: z.array(z.string()),
  /** where the reader's own request comes from; null when the installation can not know it */
  ownAddress: z.string().nullable(),
  ownCertificate: z.boolean(),
});
export type AccessRuleView = z.output<typeof accessRuleViewSchema>;

/** Where the request that reads or changes the rule comes from. */
export interface CallerPlace {
  ip: string | null;
  clientCertificate: boolean;
}

export async function readAccessRule(uow: UnitOfWork, caller: CallerPlace): Promise<AccessRuleView> {
  const row = await uow.tables.clinicAccessRule.findFirst();
  return {
    ipRanges: row?.ipRanges ?? [],
    clientCertificate: row?.clientCertificate ?? false,
    rowVersion: row?.rowVersion ?? 0,
    ownAddress: caller.ip,
    ownCertificate: caller.clientCertificate,
  };
}

/**
 * Saves the rule; it holds from everybody's next request. Nobody can lock themselves out: the request that saves it must satisfy it.
 * @throws DomainError invalid or stale
 */
export async function saveAccessRule(
  uow: UnitOfWork,
  input: z.output<typeof accessRuleSchema>,
  caller: CallerPlace,
): Promise<AccessRuleView> {
  const networks = await uow.tables.$queryRaw<{ range: string; own: boolean | null }[]>`
    SELECT network(r::inet)::text AS range, ${caller.ip}::inet <<= network(r::inet) AS own
      FROM unnest(${input.ipRanges}::text[]) AS p(r)`;
  if (networks.length > 0 && !networks.some((each) => each.own))
    throw new DomainError(
      'invalid',
      caller.ip === null
        ? '接続元のアドレスがわからない設置のため、ネットワークを限れません。Shirube の運用者に相談してください。'
        : `今の接続元（${caller.ip}）が含まれていません。このまま保存すると自分も使えなくなるため、含めてから保存してください。`,
      'ipRanges',
    );
  if (input.clientCertificate && !caller.clientCertificate)
    throw new DomainError(
      'invalid',
      'この端末の証明書を確かめられません。証明書を入れた端末から設定してください。',
      'clientCertificate',
    );
  const data = {
    ipRanges: [...new Set(networks.map((each) => each.range))],
    clientCertificate: input.clientCertificate,
  };
  if (input.rowVersion === 0)
    await uow.tables.clinicAccessRule
      .createMany({ data: [{ tenantId: uow.tenantId, ...data }], skipDuplicates: true })
      .then(({ count }) => requireOne(count));
  else
    requireOne(
      (
        await uow.tables.clinicAccessRule.updateMany({
          where: { rowVersion: input.rowVersion },
          data: { ...data, rowVersion: { increment: 1 } },
        })
      ).count,
    );
  uow.audit({
    action: 'clinic.access_rule',
    detail: { networks: data.ipRanges.length, clientCertificate: data.clientCertificate },
  });
  return readAccessRule(uow, caller);
}

function requireOne(count: number): void {
  if (count !== 1)
    throw new DomainError('stale', 'ほかの画面で先に変えられました。開き直して、もう一度変えてください。');
}
