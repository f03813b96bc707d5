import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { readBounded } from './body.ts';
import { AddressRefused } from './url.ts';

/**
 * The only way out of the house (a test walks the sources and finds no other). A request goes to one configured origin
 * and nowhere else: no redirect is followed, no name is resolved into a private network that the operator did not
 * name, nothing of the caller's (cookie, user name) goes along.
 */
export interface OutboundPolicy {
  /** scheme, host and port of the one service this may reach: https://gateway.example:8443 */
  origin: string;
  /** names that may resolve to private addresses: the operator put that very host into the clinic's own network */
  privateHosts: readonly string[];
  /** how names are resolved; the system's way unless a test says otherwise */
  lookup?: typeof systemLookup;
}

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body?: Uint8Array | undefined;
  /** from the start of the call to the last byte of the answer */
  timeoutMs: number;
  /** bytes of an answer we are ready to hold */
  maxAnswerBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * Makes one request. Throws AddressRefused before anything is sent, AnswerTooLarge, a TimeoutError, and what the
 * network says (with its `code`).
 */
export async function outbound(
  address: URL,
  request: OutboundRequest,
  policy: OutboundPolicy,
): Promise<HttpAnswer> {
  if (address.origin !== policy.origin || address.username !== '' || address.password !== '')
    throw new AddressRefused();
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    return await send(address, request, policy, signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

function send(
  address: URL,
  request: OutboundRequest,
  policy: OutboundPolicy,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const open = address.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const outgoing = open(address, {
      method: request.method,
      headers: {
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': String(request.body.byteLength) }),
      },
      // a connection of its own: none is left open that was allowed for somebody else's reasons
      agent: false,
      lookup: guardedLookup(policy),
      minVersion: 'TLSv1.2',
      signal,
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      readBounded(incoming, request.maxAnswerBytes).then(
        (body) => resolve({ status: incoming.statusCode ?? 0, body }),
        (error: unknown) => {
          incoming.destroy();
          reject(error);
        },
      );
    });
    outgoing.end(request.body);
  });
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * Resolves a name and hands out only addresses that it may have. The connection is made to the address that was looked at,
 * so an answer of the DNS that changes in between (rebinding) changes nothing. A host that is itself an address is never
 * looked up: the operator has written down that very one.
 */
function guardedLookup({ privateHosts, lookup = systemLookup }: OutboundPolicy) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const allowed = found.filter(({ address }) => mayResolveTo(hostname, address, privateHosts));
      if (allowed.length === 0) return callback(new AddressRefused(), []);
      if (options.all) return callback(null, allowed);
      const [first] = allowed as [LookupAddress];
      callback(null, first.address, first.family);
    });
  };
}

function mayResolveTo(hostname: string, address: string, privateHosts: readonly string[]): boolean {
  if (hostname === 'localhost') return loopback.check(address, familyOf(address));
  return isPublicAddress(address) || privateHosts.includes(hostname);
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** IANA's special-purpose registries (RFC 6890 and its updates): nothing in them is a service on the internet. */
const special = new BlockList();
for (const range of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32'],
  ...['2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
]) {
  const [network = '', bits] = range.split('/');
  special.addSubnet(network, Number(bits), familyOf(network));
}

/** Whether an address is one of the internet at large. An IPv4 address inside an IPv6 one counts as what it is. */
export function isPublicAddress(address: string): boolean {
  return isIP(address) !== 0 && !special.check(address, familyOf(address));
}
