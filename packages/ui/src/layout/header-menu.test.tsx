// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { HeaderMenu } from './header-menu.tsx';

afterEach(cleanup);

const links = [
  { href: '/c/a/board', label: 'しるべ内科クリニック', current: true },
  { href: '/c/b/board', label: 'みなと診療所', count: 2 },
];
const show = () => {
  render(
    <>
      <HeaderMenu label="しるべ内科クリニック" description="医療機関を切り替える" links={links} />
      <button type="button">ほかの操作</button>
    </>,
  );
  return screen.getByRole('button', { name: /医療機関を切り替える/ });
};

describe('HeaderMenu', () => {
  it('opens by a press and marks where one is', () => {
    const button = show();
    expect(screen.queryByRole('link')).toBeNull();
    fireEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByRole('link', { name: 'しるべ内科クリニック' }).getAttribute('aria-current')).toBe(
      'page',
    );
  });

  it('closes by Escape and gives the focus back, and closes when the focus leaves it', () => {
    const button = show();
    fireEvent.click(button);
    const link = screen.getByRole('link', { name: /みなと診療所/ });
    link.focus();
    fireEvent.keyDown(link, { key: 'Escape' });
    expect(screen.queryByRole('link')).toBeNull();
    expect(document.activeElement).toBe(button);
    fireEvent.click(button);
    fireEvent.blur(button, { relatedTarget: screen.getByRole('button', { name: 'ほかの操作' }) });
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('says on the closed button how much waits inside', () => {
    expect(show().textContent).toContain('2');
  });
});
