import { type ConsoleCaller, ConsoleRefused, type ConsoleStore } from '@shirube/db';
import { DomainError } from '../shared/errors.ts';

/** What an operator's request works with: their own connection and session, and no unit of work of any clinic. */
export interface OperatorContext {
  console: ConsoleStore;
  caller: ConsoleCaller;
  now(): Date;
}

const sentences: Record<string, [DomainError['code'], string, string | null]> = {
  slug_taken: [
    'conflict',
    'このアドレスの名前は、ほかの医療機関が使っています。別の名前にしてください。',
    'slug',
  ],
  code_taken: [
    'conflict',
    'この医療機関コードは登録されています。番号を確かめるか、登録されている医療機関を開いてください。',
    'institutionNumber',
  ],
  no_clinic: ['not_found', '医療機関が見つかりません。一覧から選び直してください。', null],
  not_active: [
    'conflict',
    '利用中の医療機関ではありません。画面を開き直して、状態を確かめてください。',
    null,
  ],
  not_stopped: [
    'conflict',
    '停止中・廃止の医療機関ではありません。画面を開き直して、状態を確かめてください。',
    null,
  ],
  already_closed: ['conflict', 'この医療機関は、すでに閉じられています。', null],
  future_day: ['invalid', '廃止の日は、今日までの日付にしてください。', 'closedOn'],
  care_after_day: [
    'conflict',
    'その日より後の診察が記録されています。廃止の日を、最後の診察の日以後にしてください。',
    'closedOn',
  ],
  messages_waiting: [
    'conflict',
    'まだ届いていない送信があります。医療機関で「送信の状況」を確かめ、届くか取りやめになってから閉じてください。',
    null,
  ],
  has_admin: [
    'conflict',
    'この医療機関には、すでに管理者がいます。職員の招待は、医療機関の管理者が行います。',
    null,
  ],
  not_demo: ['conflict', 'デモの医療機関ではないため、初めに戻せません。', null],
  running: ['conflict', '同じ作業が進んでいます。終わるまで待ってください。', null],
};

/** Turns what the database refused into a sentence. A session that ended is not a matter of the domain and goes on as it is. */
export async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const known = error instanceof ConsoleRefused ? sentences[error.reason] : undefined;
    throw known ? new DomainError(...known) : error;
  }
}
