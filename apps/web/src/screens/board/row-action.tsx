import type { BoardRow } from '@shirube/core/reception/schema';
import { Button, LinkButton } from '@shirube/ui';
import { useMay } from '~/client/may.tsx';
import { fullName } from '../format.ts';

interface RowActionProps {
  clinic: string;
  row: BoardRow;
  onOpen: () => void;
  onChange: (status: BoardRow['status']) => void;
}

/** What one may do for a person of the day: the doctor opens the chart, the others do the desk's work and enter for the doctor. */
export function RowAction({ clinic, row, onOpen, onChange }: RowActionProps) {
  const mayOpenChart = useMay('chart.write');
  const mayReceive = useMay('reception.manage');
  const mayViewChart = useMay('chart.view');
  const mayEnter = useMay('entry.write');
  const name = fullName(row.patient);
  const chartOf = `/c/${clinic}/patients/${row.patient.id}`;
  if (mayOpenChart) {
    if (row.status === 'cancelled' || (row.status === 'done' && row.encounterId === null)) return null;
    const words =
      row.status === 'done' || row.status === 'awaiting_payment' ? 'カルテを見る' : 'カルテを開く';
    return (
      <Button
        size="lg"
        fullWidth
        variant={row.status === 'in_consultation' ? 'primary' : 'secondary'}
        aria-label={`${name} さんの${words}`}
        onClick={onOpen}
      >
        {words}
      </Button>
    );
  }
  return (
    <div className="grid gap-2">
      {mayViewChart && row.encounterId !== null ? (
        <LinkButton
          href={`${chartOf}/encounters/${row.encounterId}`}
          fullWidth
          aria-label={`${name} さんのカルテを見る`}
        >
          カルテを見る
        </LinkButton>
      ) : null}
      {mayEnter && (row.status === 'waiting' || row.status === 'in_consultation') ? (
        <LinkButton
          href={`${chartOf}/receptions/${row.receptionId}/entry`}
          fullWidth
          aria-label={`${name} さんについて代行入力する`}
        >
          代行入力する
        </LinkButton>
      ) : null}
      {mayReceive ? <DeskAction row={row} name={name} onChange={onChange} /> : null}
    </div>
  );
}

function DeskAction({ row, name, onChange }: Pick<RowActionProps, 'row' | 'onChange'> & { name: string }) {
  switch (row.status) {
    case 'awaiting_payment':
      return (
        <Button
          size="lg"
          fullWidth
          aria-label={`${name} さんの会計を済みにする`}
          onClick={() => onChange('done')}
        >
          会計を済みにする
        </Button>
      );
    case 'waiting':
      return (
        <Button
          size="md"
          fullWidth
          variant="tertiary"
          aria-label={`${name} さんの受付を取り消す`}
          onClick={() => onChange('cancelled')}
        >
          受付を取り消す
        </Button>
      );
    case 'cancelled':
      return (
        <Button size="md" fullWidth variant="tertiary" onClick={() => onChange('waiting')}>
          取消をもどす
        </Button>
      );
    default:
      return null;
  }
}
