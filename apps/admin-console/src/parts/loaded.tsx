import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from './page-head';
import { ProblemPanel } from './problem-panel';

/** What arrives sooner needs no sign of waiting; one that flashes by only disturbs. */
const QUIET_MS = 300;

export function Waiting({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <Stack gap="sm" role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={18} width={`${90 - 14 * index}%`} />
      ))}
    </Stack>
  );
}

interface LoadedProps<T> {
  /** What of a query is looked at, be it of one page or of several. */
  readonly of: { readonly data: T | undefined; readonly error: Error | null; refetch(): unknown };
  readonly lines?: number;
  /** For what is the whole page: its title while there is nothing else to show. */
  readonly title?: string;
  readonly children: (data: T) => ReactNode;
}

/** What a query brought, or why it did not. Older data stays on screen while newer data fails to arrive. */
export function Loaded<T>({ of, lines, title, children }: LoadedProps<T>) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  return (
    <>
      {title !== undefined && <PageHead title={title} />}
      {of.error !== null ? <ProblemPanel error={of.error} onRetry={() => void of.refetch()} /> : <Waiting lines={lines} />}
    </>
  );
}
