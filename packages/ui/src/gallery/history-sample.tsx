import { VisitCard } from '../clinical/visit-card.tsx';
import { Button } from '../controls/button.tsx';
import { Card } from '../layout/card.tsx';

/** The left column: past visits, and drugs known from elsewhere. */
export function HistorySample() {
  const open = (
    <Button size="sm" variant="tertiary">
      開く
    </Button>
  );
  const copy = (
    <>
      <Button size="sm">全部DO</Button>
      <Button size="sm">処方だけDO</Button>
      {open}
    </>
  );
  return (
    <>
      <Card title="これまでの受診" note="12件のうち3件" padding="none">
        <VisitCard
          date="令和8年10月2日（金）"
          kind="再診"
          summary="不眠症、爪白癬。睡眠は改善傾向。eGFR 58。"
          orders={['ハルシオン0.25mg錠 1錠 就寝前 28日分']}
          actions={copy}
        />
        <VisitCard
          date="令和8年9月4日（金）"
          kind="再診"
          summary="入眠困難つづく。血圧 132/84。"
          actions={copy}
        />
        <VisitCard date="令和8年8月7日（金）" kind="初診" summary="入眠困難、足趾爪の肥厚。" actions={open} />
      </Card>
      <Card title="他院・薬局のお薬" note="同意あり" padding="none">
        <ul className="divide-y divide-line-2">
          <li className="px-4 py-3">
            <p className="font-bold">セララ錠25mg</p>
            <p className="text-sub">1錠 朝食後 28日分</p>
            <p className="text-note text-ink-2">厚労薬局　7/5 調剤</p>
          </li>
          <li className="px-4 py-3">
            <p className="font-bold">アムロジピン錠5mg</p>
            <p className="text-sub">1錠 朝食後 28日分</p>
            <p className="text-note text-ink-2">みなと病院　7/1 処方</p>
          </li>
        </ul>
      </Card>
    </>
  );
}
