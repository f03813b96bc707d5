import { useEffect, useState } from 'react';

/**
 * A form that outlives its tab: what is typed is kept in this browser until it is saved or thrown away. For words about the clinic
 * itself; nothing about a patient belongs here.
 */
export function useKeptForm<Form extends object>(
  key: string,
  initial: Form,
): [form: Form, change: (form: Form) => void, forget: () => void] {
  const storageKey = `shirube.form.${key}`;
  const [form, setForm] = useState(initial);
  useEffect(() => {
    const kept = localStorage.getItem(storageKey);
    if (kept === null) return;
    try {
      setForm((current) => ({ ...current, ...(JSON.parse(kept) as Partial<Form>) }));
    } catch {
      localStorage.removeItem(storageKey);
    }
  }, [storageKey]);
  return [
    form,
    (next) => {
      setForm(next);
      localStorage.setItem(storageKey, JSON.stringify(next));
    },
    () => localStorage.removeItem(storageKey),
  ];
}
