import type { Words } from '@bystack/api';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../../platform/texts';

interface AbilityProps {
  readonly title: Words;
  /** As programs call it: MODULE · NAME. */
  readonly name: string;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  /** Drawn while it is open. */
  readonly children: ReactNode;
}

/** One thing that can be done or asked: its title, and behind it the form. */
export function Ability({ title, name, isOpen, onOpen, children }: AbilityProps) {
  const words = useWords();
  const [open, setOpen] = useState(isOpen);
  return (
    <details
      className="ability"
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && !open) onOpen();
        setOpen(currentTarget.open);
      }}
    >
      <summary>
        {words(title, name)} <span className="sub">{name}</span>
      </summary>
      {open && <div className="ability-body">{children}</div>}
    </details>
  );
}
