import { Checkbox, StatusBadge } from '@shirube/ui';

export interface SharingFlags {
  uninformed: boolean;
  undelivered: boolean;
  longTerm: boolean;
}

const flags = [
  {
    key: 'uninformed',
    label: '未告知',
    description:
      'ご本人に告げていない病名です。マイナポータルでは本人に見えません。ほかの医療機関には見えます。',
  },
  {
    key: 'undelivered',
    label: '未提供',
    description: 'ほかの医療機関にも、ご本人にも見せません。',
  },
  {
    key: 'longTerm',
    label: '長期保存',
    description: '終わってから5年を過ぎても残します。',
  },
] as const;

/** What was decided about a diagnosis, in words; nothing where nothing was. */
export function FlagBadges(decided: Partial<SharingFlags>) {
  return flags
    .filter(({ key }) => decided[key])
    .map(({ key, label }) => (
      <StatusBadge key={key} size="sm" tone={key === 'longTerm' ? 'neutral' : 'caution'}>
        {label}
      </StatusBadge>
    ));
}

/** 未告知・未提供・長期保存: the physician decides each; none is ever set by itself. */
export function FlagChoices({
  decided,
  onChange,
}: {
  decided: Partial<SharingFlags>;
  onChange: (patch: Partial<SharingFlags>) => void;
}) {
  return (
    <fieldset className="grid gap-1">
      <legend className="font-bold">情報共有での扱い（医師が決めます）</legend>
      {flags.map(({ key, label, description }) => (
        <Checkbox
          key={key}
          label={label}
          description={description}
          checked={decided[key] ?? false}
          onChange={(event) => onChange({ [key]: event.target.checked })}
        />
      ))}
    </fieldset>
  );
}
