'use client';

import { Card, Disclosure } from '@shirube/ui';
import { useEffect, useRef } from 'react';

/** What can be reached with one key, and what it is called where it is told. Alt with a letter: browsers leave these to the page. */
export const shortcuts = {
  addDrug: { code: 'KeyK', keys: 'Alt+K', words: '薬を足す' },
  nextAlert: { code: 'KeyW', keys: 'Alt+W', words: '答えを待っている警告へ' },
  confirm: { code: 'KeyE', keys: 'Alt+E', words: '確定のボタンへ' },
} as const;
type Shortcut = keyof typeof shortcuts;

/** Listens for the shortcuts of the order screen. Each does what its button does; a key that is held does it once. */
export function useShortcuts(acts: Record<Shortcut, () => void>): void {
  const newest = useRef(acts);
  newest.current = acts;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return;
      const pressed = (Object.keys(shortcuts) as Shortcut[]).find(
        (name) => shortcuts[name].code === event.code,
      );
      if (!pressed) return;
      event.preventDefault();
      newest.current[pressed]();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** Brings the first finding that waits for an answer into view, and the keyboard to it. */
export function goToNextAlert(): void {
  const alert = document.querySelector<HTMLElement>('[data-unanswered]');
  alert?.scrollIntoView({ block: 'center' });
  alert?.focus({ preventScroll: true });
}

/** キーボードの操作: told where it can be read, not only to assistive technology. */
export function KeyboardHelp() {
  return (
    <Card title="キーボードでも使えます">
      <Disclosure summary="使えるキー">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
          {Object.values(shortcuts).map((shortcut) => (
            <div key={shortcut.keys} className="contents">
              <dt>
                <kbd className="rounded-tag border border-control bg-surface px-2">
                  {shortcut.keys.replace('+', '＋')}
                </kbd>
              </dt>
              <dd>{shortcut.words}</dd>
            </div>
          ))}
          <dt>
            <kbd className="rounded-tag border border-control bg-surface px-2">↑ ↓</kbd>
          </dt>
          <dd>量・日数の欄で増減、選ぶ一覧の中の移動</dd>
        </dl>
      </Disclosure>
    </Card>
  );
}
