import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Nothing here yet: says what would be here and how to take the first step. */
export function Empty({ title, children, action }: { readonly title: string; readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <Title order={3}>{title}</Title>
      <Text component="div" c="dimmed" maw="40rem">
        {children}
      </Text>
      {action}
    </div>
  );
}
