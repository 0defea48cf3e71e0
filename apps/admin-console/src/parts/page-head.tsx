import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

interface PageHeadProps {
  readonly title: string;
  /** One sentence on what this page is for. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

export function useTitle(title: string): void {
  const { t } = useTranslation();
  const product = t('product');
  useEffect(() => {
    document.title = title === product ? product : `${title} · ${product}`;
  }, [title, product]);
}

export function PageHead({ title, lead, actions }: PageHeadProps) {
  useTitle(title);
  return (
    <header className="page-head">
      <div className="page-title">
        <Title order={1}>{title}</Title>
        {lead !== undefined && (
          <Text component="div" c="dimmed" maw="46rem">
            {lead}
          </Text>
        )}
      </div>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </header>
  );
}

/** A part of a page: heading, an optional sentence, what belongs to it. */
export function Section({ title, note, actions, children }: { readonly title: string; readonly note?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-head">
        <div>
          <Title order={2}>{title}</Title>
          {note !== undefined && (
            <Text component="p" size="xs" c="dimmed" maw="46rem">
              {note}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </div>
      {children}
    </section>
  );
}
