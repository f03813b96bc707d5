import 'server-only';
import { may, permissions } from '@shirube/core/identity';
import type { Membership } from '@shirube/db';
import { holderOf } from './scope.ts';

/** Who somebody is in a clinic and what they may there; pages begin with it and screens ask for it again. */
export function describeMe(membership: Membership) {
  const holder = holderOf(membership);
  return {
    staffId: membership.staffId,
    name: membership.staffName,
    roles: [...holder.roles],
    licence: holder.licence,
    clinic: { slug: membership.tenantSlug, name: membership.tenantName },
    permissions: permissions.filter((each) => may(holder, each)),
  };
}
