import type { SharedView } from '@shirube/core/received/schema';
import { Card, Notice } from '@shirube/ui';
import { dateAndClock, dayAndClock } from '../format.ts';
import { ItemRow } from '../letters/item-row.tsx';
import { ResultsTable } from '../letters/results-table.tsx';
import { kindWords, scopeWords } from './words.ts';

/** What other facilities registered, by facility and date. Shown, and written into no record of ours. */
export function SharedContent({ view }: { view: SharedView }) {
  const fetchedAt = view.facilities
    .flatMap((each) => each.bundles.map((bundle) => bundle.fetchedAt))
    .sort()[0];
  return (
    <div className="grid gap-4">
      <Notice tone="info" title="この医院の記録ではありません">
        <p>
          ほかの医療機関が電子カルテ情報共有サービスに登録した情報です。
          {fetchedAt ? `${dateAndClock(fetchedAt)} に取得しました。` : ''}
        </p>
        {view.consents.map((consent) => (
          <p key={consent.scope}>
            {`${scopeWords[consent.scope]}：${dayAndClock(consent.expiresAt)} まで見られます。`}
          </p>
        ))}
      </Notice>
      {view.facilities.length === 0 ? <p>登録されている情報は見つかりませんでした。</p> : null}
      {view.infections.length > 0 ? (
        <ResultsTable caption="感染症（ほかの医療機関の検査）" results={view.infections} withFacility />
      ) : null}
      {view.results.length > 0 ? (
        <ResultsTable caption="検査（ほかの医療機関の検査）" results={view.results} withFacility />
      ) : null}
      {view.facilities.map((facility) => (
        <Card key={facility.code} title={facility.name} headingLevel={3} padding="none">
          {facility.bundles.map((bundle) => (
            <section key={bundle.identifier} className="border-t border-line-2 first:border-t-0">
              <p className="px-4 pt-3 text-sub text-ink-2">
                {`${dateAndClock(bundle.registeredAt)} 登録　${dayAndClock(bundle.fetchedAt)} 取得`}
              </p>
              {bundle.unread.length > 0 ? (
                <div className="p-4">
                  <Notice tone="unknown" title="読み取れないところがあります">
                    {bundle.unread.map((text) => (
                      <p key={text}>{text}</p>
                    ))}
                  </Notice>
                </div>
              ) : null}
              {(Object.keys(kindWords) as (keyof typeof kindWords)[]).map((kind) => {
                const items = bundle.items.filter((item) => item.kind === kind);
                return items.length === 0 ? null : (
                  <div key={kind}>
                    <h4 className="px-4 pt-3 font-bold">{kindWords[kind]}</h4>
                    <ul className="divide-y divide-line-2">
                      {items.map((item) => (
                        <ItemRow key={item.reference} item={item} taking={null} />
                      ))}
                    </ul>
                  </div>
                );
              })}
              {bundle.items.length === 0 && bundle.unread.length === 0 ? (
                <p className="px-4 py-2 text-ink-2">検査の結果は上の表にあります。</p>
              ) : null}
            </section>
          ))}
        </Card>
      ))}
    </div>
  );
}
