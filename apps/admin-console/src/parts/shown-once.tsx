import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button';

interface ShownOnceProps {
  readonly title: string;
  readonly value: string;
  /** What the box is called; left out: as its title. */
  readonly label?: string;
  readonly copyLabel: string;
  /** What to do with it. */
  readonly children: ReactNode;
}

/** Something that was just made, to be copied or handed over. */
export function ShownOnce({ title, value, label = title, copyLabel, children }: ShownOnceProps) {
  return (
    <div role="status">
      <Group justify="space-between" mb={4}>
        <strong>{title}</strong>
        <CopyButton value={value} label={copyLabel} />
      </Group>
      <pre className="json short" tabIndex={0} role="region" aria-label={label}>
        {value}
      </pre>
      <p className="hint">{children}</p>
    </div>
  );
}
