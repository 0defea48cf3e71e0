import { Stack, Text } from '@mantine/core';
import { IconBuilding, IconCertificate, IconFileText, IconHome, IconLink, IconLogout, IconServer2, IconSettings, IconTemplate } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../parts/busy-button';
import { Sign } from '../parts/sign';
import type { LiveState } from '../platform/live';
import { useChange } from '../platform/use-change';
import { Brand } from './brand';

const inside = getRouteApi('/inside');
const PLACES = [
  ['/', 'nav.home', IconHome],
  ['/chains', 'nav.chains', IconLink],
  ['/templates', 'nav.templates', IconTemplate],
  ['/hosts', 'nav.hosts', IconServer2],
  ['/organisation', 'nav.organisation', IconBuilding],
  ['/audit', 'nav.audit', IconFileText],
  ['/check', 'nav.check', IconCertificate],
  ['/settings', 'nav.settings', IconSettings],
] as const;

function SignedInAs() {
  const { t } = useTranslation();
  const { me } = inside.useRouteContext();
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = useChange([], () => {
    void navigate({ to: '/sign-in' }).then(() => client.clear());
  });
  return (
    <div>
      <Text size="xs" fw={600} truncate title={me.email}>
        {me.name}
      </Text>
      <Text size="xs" c="dimmed">
        {me.organisationName}
        <br />
        {t(`role.${me.role}`)}
      </Text>
      <BusyButton variant="subtle" color="gray" size="compact-xs" mt={4} ml={-8} leftSection={<IconLogout size={14} aria-hidden />} busy={signOut.isPending} onClick={() => signOut.mutate({ path: '/auth/sign-out' })}>
        {t('nav.signOut')}
      </BusyButton>
    </div>
  );
}

export function Navigation({ live }: { readonly live: LiveState }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="side-brand">
        <Brand />
      </div>
      <ul className="places">
        {PLACES.map(([to, key, Icon]) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className="place">
              <Icon size={18} stroke={1.6} aria-hidden />
              {t(key)}
            </Link>
          </li>
        ))}
      </ul>
      <Stack gap="sm" className="side-foot">
        <div className="live" aria-live="polite">
          {live === 'lost' ? <Sign kind="warn">{t('live.lost')}</Sign> : live === 'live' ? <Sign kind="good">{t('live.live')}</Sign> : <Sign kind="unknown">{t('live.connecting')}</Sign>}
        </div>
        <SignedInAs />
      </Stack>
    </>
  );
}
