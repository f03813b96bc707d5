import { createHmac } from 'node:crypto';
import { PortError, type TimestampPort } from '../../ports/index.ts';

/** A time-stamp authority that can be checked and can not be imitated without its key; real tokens are tested against the sandbox. */
export function createTestAuthority(now: () => Date): TimestampPort & { down: boolean; calls: number } {
  const seal = (digest: Uint8Array, time: string) =>
    createHmac('sha256', 'authority').update(digest).update(time).digest('base64');
  return {
    down: false,
    calls: 0,
    async timestamp(digest) {
      this.calls += 1;
      if (this.down) throw new PortError('timestamp', 'retryable', '応答がありません。');
      const time = now().toISOString();
      return { token: Buffer.from(JSON.stringify({ time, seal: seal(digest, time) })), time };
    },
    verify(token, digest) {
      const { time, seal: given } = JSON.parse(Buffer.from(token).toString('utf8')) as {
        time: string;
        seal: string;
      };
      if (seal(digest, time) !== given) throw new PortError('timestamp', 'signature', 'x', 'another_imprint');
      return { time };
    },
  };
}
