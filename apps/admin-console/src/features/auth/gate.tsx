import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand } from '../../app/brand';
import { useTitle } from '../../parts/page-head';
import { LanguageSwitch } from '../settings/language-switch';

/** The frame of the pages before signing in. */
export function Gate({ title, lead, children }: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  useTitle(title);
  return (
    <main className="alone">
      <Group justify="space-between" mb="xl">
        <Brand />
        <LanguageSwitch />
      </Group>
      <Title order={1} mb={4}>
        {title}
      </Title>
      <Text c="dimmed" mb="lg">
        {lead}
      </Text>
      {children}
    </main>
  );
}
