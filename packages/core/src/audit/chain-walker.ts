import type { Instant } from '../records/index.ts';
import { eventHash, genesisHash } from './chain.ts';

/** An event as the verification reads it. Hashes are hexadecimal. */
export interface ChainEvent {
  seq: bigint;
  at: Date;
  hash: string;
  /** in the order of hashedFields */
  values: readonly (string | null)[];
}

export type ProblemKind = '改変' | '欠落' | '末尾の欠落' | '挿入' | '署名の不一致';

export interface ChainProblem {
  kind: ProblemKind;
  /** the first event it is about */
  seq: bigint;
  /** the last one, when it is about several */
  toSeq: bigint;
  /** of the event, or of the last one before it that is there; null when there is none */
  at: Instant | null;
  what: string;
}

/** Where the chain goes on after months that have been retired. */
export interface ChainStart {
  seq: bigint;
  hash: string;
  /** retired events that are numbered after the first one that is still there */
  stragglers: readonly { seq: bigint; hash: string }[];
}

/**
 * Walks a clinic's events in the order of their numbers and remembers what does not hold. Keeps no event: a million of them need
 * no more memory than one. After a broken link it goes on, so that a second one is found too.
 */
export class ChainWalker {
  readonly #report: (problem: ChainProblem) => void;
  readonly #retired: ReadonlyMap<bigint, string>;
  /** hash that the next event must name as its predecessor's; null when it can not be known */
  #link: string | null;
  #seq: bigint;
  #at: Date | null = null;
  #hash: string;
  #count = 0;

  constructor(start: ChainStart | null, report: (problem: ChainProblem) => void) {
    this.#report = report;
    this.#link = start?.hash ?? genesisHash;
    this.#hash = this.#link;
    this.#seq = start?.seq ?? 0n;
    this.#retired = new Map(start?.stragglers.map((each) => [each.seq, each.hash]));
  }

  /** number, time and hash of the last event, or of where the walk began */
  get last(): { seq: bigint; at: Date | null; hash: string } {
    return { seq: this.#seq, at: this.#at, hash: this.#hash };
  }

  get count(): number {
    return this.#count;
  }

  step(event: ChainEvent): void {
    this.#count += 1;
    if (event.seq <= this.#seq) {
      this.#problem('挿入', event.seq, event.seq, event.at, '番号が、鎖のほかの記録と重なっています。');
      return;
    }
    this.#passGap(event.seq);
    if (eventHash(event.values) !== event.hash) {
      this.#problem(
        '改変',
        event.seq,
        event.seq,
        event.at,
        '記録の内容が、記録したときのハッシュと合いません。',
      );
      // its stored hash proves nothing any more
      this.#link = null;
    } else {
      if (this.#link !== null && event.values[0] !== this.#link)
        this.#problem('改変', event.seq, event.seq, event.at, '直前の記録のハッシュと、つながりません。');
      this.#link = event.hash;
    }
    this.#seq = event.seq;
    this.#at = event.at;
    this.#hash = event.hash;
  }

  /** The chain's end must be where head and checkpoints say that it was. */
  end(known: readonly { seq: bigint; by: string }[]): void {
    const furthest = known.reduce<{ seq: bigint; by: string } | null>(
      (most, each) => (each.seq > (most?.seq ?? this.#seq) ? each : most),
      null,
    );
    if (furthest)
      this.#problem(
        '末尾の欠落',
        this.#seq + 1n,
        furthest.seq,
        this.#at,
        `${furthest.by}は ${furthest.seq} 番までの記録を示していますが、それがありません。`,
      );
  }

  #passGap(next: bigint): void {
    for (let seq = this.#seq + 1n; seq < next; seq += 1n) {
      const retired = this.#retired.get(seq);
      if (retired !== undefined) {
        this.#link = retired;
        continue;
      }
      // a hole of any size is one finding
      const end = this.#holeEnd(seq, next);
      this.#problem('欠落', seq, end, this.#at, '記録が抜けています。');
      this.#link = null;
      seq = end;
    }
  }

  #holeEnd(from: bigint, next: bigint): bigint {
    let end = next - 1n;
    for (const seq of this.#retired.keys()) if (seq > from && seq <= end) end = seq - 1n;
    return end;
  }

  #problem(kind: ProblemKind, seq: bigint, toSeq: bigint, at: Date | null, what: string): void {
    this.#report({ kind, seq, toSeq, at: at?.toISOString() ?? null, what });
  }
}
