import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveQueries } from '../platform/live';
import { Brand } from './brand';
import { Navigation } from './navigation';

/** After a change of page the keyboard goes on at the new page, not at the link that was left. */
function useFocusOnNewPage() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return { main, path };
}

export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const live = useLiveQueries();
  const { main, path } = useFocusOnNewPage();
  const narrow = useMediaQuery('(max-width: 62em)');
  useEffect(close, [path, close]);
  return (
    <AppShell navbar={{ width: 216, breakpoint: 'md', collapsed: { mobile: !opened } }} header={{ height: 52, collapsed: !narrow }} transitionDuration={0}>
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <AppShell.Header className="top" hiddenFrom="md">
        <Group gap="sm">
          <Burger opened={opened} onClick={toggle} size="sm" aria-label={opened ? t('nav.close') : t('nav.open')} aria-expanded={opened} />
          <Brand />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className="side" aria-label={t('nav.name')}>
        <Navigation live={live} />
      </AppShell.Navbar>
      <AppShell.Main ref={main} id="content" tabIndex={-1} className="content">
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
