import { Button, DeleteIcon, DownIcon, UpIcon } from '@shirube/ui';

/** Up, down and away, for one row of a list that a person keeps in order. */
export function RowButtons(props: {
  name: string;
  first: boolean;
  last: boolean;
  busy: boolean;
  onMove: (direction: 'up' | 'down') => void;
  removeWord: string;
  onRemove: () => void;
}) {
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Button
        icon={<UpIcon />}
        aria-label={`${props.name} を上へ`}
        busy={props.busy}
        unavailableReason={props.first ? 'いちばん上です' : undefined}
        onClick={() => props.onMove('up')}
      >
        上へ
      </Button>
      <Button
        icon={<DownIcon />}
        aria-label={`${props.name} を下へ`}
        busy={props.busy}
        unavailableReason={props.last ? 'いちばん下です' : undefined}
        onClick={() => props.onMove('down')}
      >
        下へ
      </Button>
      <Button
        variant="danger"
        icon={<DeleteIcon />}
        aria-label={`${props.name} を${props.removeWord}`}
        onClick={props.onRemove}
      >
        {props.removeWord}
      </Button>
    </div>
  );
}
