import { Button, type ButtonProps, Loader } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

interface BusyButtonProps extends ButtonProps {
  readonly busy: boolean;
  /** A form is sent by the button of it that has this type. */
  readonly type?: 'submit' | 'button';
  readonly onClick?: () => void;
  readonly children: ReactNode;
  readonly 'aria-label'?: string;
}

/** A button that waits for an answer and keeps the focus meanwhile: one that is disabled loses it, and whoever works by keyboard or screen reader starts again at the top of the page. Nothing is sent twice: the Enter key in a field presses it, too. */
export function BusyButton({ busy, onClick, type = 'button', children, ...others }: BusyButtonProps) {
  const press = (event: MouseEvent) => (busy ? event.preventDefault() : onClick?.());
  return (
    <Button {...others} type={type} onClick={press} aria-disabled={busy || undefined} aria-busy={busy} rightSection={busy ? <Loader size={14} color="currentColor" aria-hidden /> : undefined}>
      {children}
    </Button>
  );
}
