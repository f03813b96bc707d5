import { createHash } from 'node:crypto';
import type { RevocationPort } from '@shirube/core/ports';
import { holderName, readRevocationList } from '@shirube/eprescription';
import { outbound } from '../http/index.ts';
import type { RevocationSource } from './sources.ts';

export interface RevocationOptions {
  sources: readonly RevocationSource[];
  /** names of hosts that may resolve to private addresses */
  privateHosts: readonly string[];
  now: () => Date;
}

const TIMEOUT_MS = 5_000;
/** A list of every card that was ever lost is some hundred kilobytes; this is far above. */
const MAX_LIST_BYTES = 16 * 1024 * 1024;
/** A list is asked for again after this, though it may still be good: what was revoked this morning should not wait for its end. */
const REFRESH_MS = 6 * 60 * 60_000;
/** After an address did not answer it is left alone for so long. */
const RETRY_MS = 60_000;
/** How far an authority's clock may be ahead of ours. */
const SKEW_MS = 5 * 60_000;

interface Kept {
  list: Uint8Array | null;
  thisUpdate: number;
  goodUntil: number;
  askAgainAt: number;
  asking: Promise<void> | null;
}

/**
 * Revocation lists by HTTP (RFC 5280, as CAs publish them: DER), from the addresses the operator wrote down and from nowhere else: what a certificate says about
 * where its list is (CRL distribution point) is not followed, because a certificate comes from outside. A list is kept until its nextUpdate, and
 * asked for anew every six hours. One that is older than the kept one is not taken.
 */
export function createRevocationLists({ sources, privateHosts, now }: RevocationOptions): RevocationPort {
  const kept = new Map<string, Kept>();

  async function ask(authority: Uint8Array, url: URL, entry: Kept): Promise<void> {
    const at = now().getTime();
    entry.askAgainAt = at + RETRY_MS;
    try {
      const { status, body } = await outbound(
        url,
        {
          method: 'GET',
          headers: { accept: 'application/pkix-crl', 'accept-encoding': 'identity' },
          timeoutMs: TIMEOUT_MS,
          maxAnswerBytes: MAX_LIST_BYTES,
        },
        { origin: url.origin, privateHosts },
      );
      const read = status === 200 ? readRevocationList(body, authority) : null;
      const goodUntil = read?.nextUpdate?.getTime() ?? 0;
      const isCurrent = read !== null && goodUntil > at && read.thisUpdate.getTime() <= at + SKEW_MS;
      if (!isCurrent || read.thisUpdate.getTime() < entry.thisUpdate) return;
      entry.list = new Uint8Array(body);
      entry.thisUpdate = read.thisUpdate.getTime();
      entry.goodUntil = goodUntil;
      entry.askAgainAt = Math.min(at + REFRESH_MS, goodUntil);
    } catch {
      // nothing usable came: what is kept goes on to its end, and whoever asks is told that there is none after it
    }
  }

  async function listOf(authority: Uint8Array): Promise<Uint8Array | null> {
    const name = holderName(authority);
    const source = sources.find((each) => each.authority === name);
    if (!source) return null;
    // the key, not the name: another authority of the same name has another list
    const id = `${createHash('sha256').update(authority).digest('hex')} ${source.url.href}`;
    const entry = kept.get(id) ?? { list: null, thisUpdate: 0, goodUntil: 0, askAgainAt: 0, asking: null };
    kept.set(id, entry);
    if (now().getTime() >= entry.askAgainAt) {
      entry.asking ??= ask(authority, source.url, entry).finally(() => {
        entry.asking = null;
      });
    }
    await entry.asking;
    return entry.list && entry.goodUntil > now().getTime() ? entry.list : null;
  }

  return {
    async listsOf(authorities) {
      const lists = await Promise.all(authorities.map(listOf));
      return lists.filter((list) => list !== null);
    },
  };
}
