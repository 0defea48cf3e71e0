import { Button, type ButtonProps, Loader } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

interface BusyButtonProps extends ButtonProps {
  readonly busy: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button that waits for an answer and keeps the focus meanwhile: one that is disabled loses it, and whoever works by keyboard or screen reader starts again at the top of the page. */
export function BusyButton({ busy, onClick, children, ...others }: BusyButtonProps) {
  const press = (event: MouseEvent) => (busy ? event.preventDefault() : onClick());
  return (
    <Button {...others} onClick={press} aria-disabled={busy || undefined} aria-busy={busy} rightSection={busy ? <Loader size={14} color="currentColor" aria-hidden /> : undefined}>
      {children}
    </Button>
  );
}
