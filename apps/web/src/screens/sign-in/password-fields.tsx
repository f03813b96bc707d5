'use client';

import { Button, TextField } from '@shirube/ui';
import { useState } from 'react';

interface PasswordFieldProps {
  label: string;
  hint?: string;
  autoComplete: 'current-password' | 'new-password';
  value: string;
  onChange: (value: string) => void;
}

/** A password: hidden unless asked to be shown; pasting and password managers work. */
export function PasswordField({ label, hint, autoComplete, value, onChange }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <div className="grid gap-2">
      <TextField
        label={label}
        hint={hint}
        required
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <div>
        <Button
          variant="tertiary"
          aria-pressed={shown}
          aria-label={shown ? `${label}を隠す` : `${label}を見る`}
          onClick={() => setShown(!shown)}
        >
          {shown ? '隠す' : '見る'}
        </Button>
      </div>
    </div>
  );
}

/** A new password with what it must be. The server has the rules; this says them beforehand. */
export function NewPasswordFields({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <PasswordField
      label="新しいパスワード"
      hint="12 文字以上。関係のない言葉を 3 つ以上つなげると、長くて覚えやすくなります。記号や大文字は要りません。定期的に変える必要もありません。"
      autoComplete="new-password"
      value={value}
      onChange={onChange}
    />
  );
}
