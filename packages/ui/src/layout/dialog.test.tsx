// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { Button } from '../controls/button.tsx';
import { SearchPicker } from '../controls/search-picker.tsx';
import { Dialog } from './dialog.tsx';

afterEach(cleanup);

function Page({ kind }: { kind?: 'task' | 'alert' }) {
  const [open, setOpen] = useState(false);
  return (
    <main>
      <Button onClick={() => setOpen(true)}>下書きを捨てる</Button>
      <Dialog
        open={open}
        kind={kind}
        onClose={() => setOpen(false)}
        title="下書きを捨てますか"
        actions={<Button onClick={() => setOpen(false)}>捨てずに戻る</Button>}
      >
        10:54に保存した下書きが消えます。
      </Dialog>
    </main>
  );
}

async function openIt() {
  const opener = screen.getByRole('button', { name: '下書きを捨てる' });
  opener.focus();
  fireEvent.click(opener);
  await act(async () => {});
  return opener;
}

describe('Dialog', () => {
  it('is named by its title, takes the focus and hides the page behind it', async () => {
    render(<Page />);
    const opener = await openIt();
    const dialog = screen.getByRole('dialog', { name: '下書きを捨てますか' });
    expect(dialog.contains(document.activeElement)).toBe(true);
    expect(opener.closest('[inert], [aria-hidden="true"]')).not.toBeNull();
  });

  it('passes the focus on to the search field that asked for it, however late it comes to the dialog', async () => {
    render(
      <Dialog open onClose={() => {}} title="薬を足す">
        <SearchPicker
          label="薬をさがす"
          query=""
          onQueryChange={() => {}}
          items={[]}
          onPick={() => {}}
          state="idle"
          autoFocus
        />
      </Dialog>,
    );
    (document.activeElement as HTMLElement).blur();
    act(() => screen.getByRole('dialog').focus());
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: '薬をさがす' }));
  });

  it('says that it is an alert when something is about to be lost', async () => {
    render(<Page kind="alert" />);
    await openIt();
    expect(screen.getByRole('alertdialog', { name: '下書きを捨てますか' })).toBeTruthy();
  });

  it('closes with the 閉じる button and gives the focus back', async () => {
    render(<Page />);
    const opener = await openIt();
    fireEvent.click(screen.getByRole('button', { name: '閉じる' }));
    await act(async () => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('closes with Escape', async () => {
    render(<Page />);
    await openIt();
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    await act(async () => {});
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('can be left with one of its answers', async () => {
    render(<Page />);
    await openIt();
    fireEvent.click(screen.getByRole('button', { name: '捨てずに戻る' }));
    await act(async () => {});
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
