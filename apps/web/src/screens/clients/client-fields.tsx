'use client';

import { type ApiScope, apiScopeNames, apiScopes } from '@shirube/core/api-clients/scopes';
import { Checkbox, Select, TextArea, TextField } from '@shirube/ui';
import type { Problems } from '../people/problems.ts';

/** What a clinic decides about another system, as the form has it. */
export interface ClientFieldValues {
  name: string;
  purpose: string;
  contact: string;
  scopes: ApiScope[];
  /** one address or range a line */
  ipRanges: string;
  quotaPerMinute: string;
  requireDpop: boolean;
}

export const noClientFields: ClientFieldValues = {
  name: '',
  purpose: '',
  contact: '',
  scopes: [],
  ipRanges: '',
  quotaPerMinute: '300',
  requireDpop: false,
};

/** The values as the server takes them. */
export const clientInputOf = (values: ClientFieldValues) => ({
  ...values,
  ipRanges: values.ipRanges.split(/[\s,、]+/).filter((each) => each !== ''),
  quotaPerMinute: Number(values.quotaPerMinute),
});

const quotas = ['60', '300', '600', '1200', '3000'];

interface ClientFieldsProps {
  values: ClientFieldValues;
  problems: Problems;
  onChange: (values: ClientFieldValues) => void;
}

export function ClientFields({ values, problems, onChange }: ClientFieldsProps) {
  const set = (change: Partial<ClientFieldValues>) => onChange({ ...values, ...change });
  const toggle = (scope: ApiScope, chosen: boolean) =>
    set({ scopes: apiScopeNames.filter((each) => (each === scope ? chosen : values.scopes.includes(each))) });
  const options = [...new Set([...quotas, values.quotaPerMinute])];
  return (
    <div className="grid gap-5">
      <TextField
        label="名称"
        hint="相手がわかる名前。例：あおば検査センター"
        required
        value={values.name}
        error={problems.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label="使う目的"
        hint="例：検体検査の依頼と結果の受け取り"
        required
        value={values.purpose}
        error={problems.purpose}
        onChange={(event) => set({ purpose: event.target.value })}
      />
      <TextField
        label="相手の連絡先"
        hint="問題が起きたときに電話する相手"
        required
        value={values.contact}
        error={problems.contact}
        onChange={(event) => set({ contact: event.target.value })}
      />
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-bold">許可すること</legend>
        <p className="text-sub text-ink-2">必要なものだけを選びます。選ばなかったことはできません。</p>
        {problems.scopes ? <p className="text-sub font-bold text-danger">{problems.scopes}</p> : null}
        {apiScopeNames.map((scope) => (
          <Checkbox
            key={scope}
            label={apiScopes[scope].label}
            description={apiScopes[scope].explanation}
            checked={values.scopes.includes(scope)}
            onChange={(event) => toggle(scope, event.target.checked)}
          />
        ))}
      </fieldset>
      <TextArea
        label="接続元のIPアドレス"
        hint="1行に1つ。203.0.113.5 や 203.0.113.0/24 の形。空にすると、どこからでも接続できます。"
        rows={2}
        value={values.ipRanges}
        error={problems.ipRanges}
        onChange={(event) => set({ ipRanges: event.target.value })}
      />
      <Select
        label="1分あたりの上限"
        hint="軽い問い合わせは1、一覧は5と数えます。ふつうは300で足ります。"
        options={options.map((value) => ({ value, label: value }))}
        value={values.quotaPerMinute}
        onChange={(event) => set({ quotaPerMinute: event.target.value })}
      />
      <Checkbox
        label="盗まれたトークンを使えなくする（DPoP）"
        description="相手が DPoP に対応しているときに選びます。トークンが相手の鍵に結び付き、ほかの人が持っても使えません。"
        checked={values.requireDpop}
        onChange={(event) => set({ requireDpop: event.target.checked })}
      />
    </div>
  );
}
