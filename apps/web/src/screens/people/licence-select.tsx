import { isLicence, type Licence, licences } from '@shirube/core/identity';
import { Select } from '@shirube/ui';

interface LicenceSelectProps {
  licence: Licence | null;
  error?: string | undefined;
  onChange: (licence: Licence | null) => void;
}

/** 資格 belongs to the person: without one, a role of the same name opens no chart. */
export function LicenceSelect({ licence, error, onChange }: LicenceSelectProps) {
  return (
    <Select
      label="資格"
      hint="免許証で確かめてから選んでください。カルテや薬の情報を見られるかは、資格で決まります。"
      emptyLabel="資格なし"
      error={error}
      value={licence ?? ''}
      options={licences.map((each) => ({ value: each, label: each }))}
      onChange={(event) => onChange(isLicence(event.target.value) ? event.target.value : null)}
    />
  );
}
