'use client';

import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from '../class-names.ts';
import { Button } from '../controls/button.tsx';
import { CloseIcon } from '../icons.tsx';

export interface DialogProps {
  open: boolean;
  /** Escape, the 閉じる button, or the caller's own buttons ask for it; the caller sets `open` */
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** the answers, the good one first; 閉じる is always there at the top */
  actions?: ReactNode;
  /** alert: something is about to be lost or sent; a press outside does not close it */
  kind?: 'task' | 'alert' | undefined;
  /** room for lists with several columns */
  wide?: boolean | undefined;
}

/**
 * The dialog itself takes the focus when what should have it came too late, or when the focus of a dialog that has just closed is put
 * back at the same moment: then it goes on to the field that asked for it.
 */
function passFocusOn(frame: HTMLElement | null): (() => void) | undefined {
  if (!frame) return;
  const passOn = ({ target, relatedTarget }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || !target.matches('[role="dialog"], [role="alertdialog"]')) return;
    // a press on the empty part of the dialog stays where it is
    if (relatedTarget instanceof Node && target.contains(relatedTarget)) return;
    target.querySelector<HTMLElement>('[data-takes-focus] input')?.focus();
  };
  frame.addEventListener('focusin', passOn);
  return () => frame.removeEventListener('focusin', passOn);
}

/**
 * A dialog for a rare task that needs the whole attention. Safety messages never come in one: they stand in the
 * order row that causes them. Focus is kept inside and returns where it was.
 */
export function Dialog({
  open,
  onClose,
  title,
  children,
  actions,
  kind = 'task',
  wide = false,
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      isDismissable={kind === 'task'}
      className="fixed inset-0 z-50 overflow-y-auto bg-ink/55 print-hide"
    >
      <div className="flex min-h-full items-center justify-center p-4" ref={passFocusOn}>
        <Modal
          className={classNames(
            'w-full rounded-card bg-white shadow-pop forced-colors:border',
            wide ? 'max-w-[60rem]' : 'max-w-[40rem]',
          )}
        >
          <AriaDialog role={kind === 'alert' ? 'alertdialog' : 'dialog'} className="outline-none">
            <div className="flex items-start gap-4 border-b border-line-2 py-4 pr-4 pl-6">
              <Heading slot="title" level={2} className="flex-1 pt-1 text-head font-bold">
                {title}
              </Heading>
              <Button variant="tertiary" size="md" icon={<CloseIcon />} onClick={onClose}>
                閉じる
              </Button>
            </div>
            <div className="px-6 py-5">{children}</div>
            {actions ? (
              <div className="flex flex-wrap justify-end gap-3 border-t border-line-2 bg-surface-2 px-6 py-4 rounded-b-card">
                {actions}
              </div>
            ) : null}
          </AriaDialog>
        </Modal>
      </div>
    </ModalOverlay>
  );
}
