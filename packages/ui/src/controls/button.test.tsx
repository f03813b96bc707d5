// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './button.tsx';

afterEach(cleanup);

describe('Button', () => {
  it('does nothing while busy, keeps the focus and says what is going on', () => {
    const onClick = vi.fn();
    render(
      <Button busy busyLabel="署名しています" onClick={onClick}>
        署名する
      </Button>,
    );
    const button = screen.getByRole('button', { name: '署名しています' });
    button.focus();
    fireEvent.click(button);
    expect(onClick).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-busy')).toBe('true');
  });

  it('does not submit a form while it cannot be used, and the reason is part of its description', () => {
    const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <Button type="submit" unavailableReason="警告2件に答えると確定できます">
          確定する
        </Button>
      </form>,
    );
    const button = screen.getByRole('button', { name: '確定する' });
    fireEvent.click(button);
    expect(onSubmit).not.toHaveBeenCalled();
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toBe('警告2件に答えると確定できます');
  });

  it('keeps the keyboard when what stood against it has gone', () => {
    const button = () => screen.getByRole('button', { name: '確定する' });
    const { rerender } = render(<Button unavailableReason="チェックが終わると確定できます">確定する</Button>);
    button().focus();
    rerender(<Button>確定する</Button>);
    expect(document.activeElement).toBe(button());
    expect(button().hasAttribute('aria-disabled')).toBe(false);
  });

  it('submits only when asked to', () => {
    const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <Button>開く</Button>
        <Button type="submit">送る</Button>
      </form>,
    );
    fireEvent.click(screen.getByRole('button', { name: '開く' }));
    expect(onSubmit).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: '送る' }));
    expect(onSubmit).toHaveBeenCalledTimes(1);
  });
});
