import type { ChainView, QueryAnswer } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { ShortId } from '../../../parts/short-id';
import { Sign } from '../../../parts/sign';
import { Time } from '../../../parts/time';
import { query } from '../../../platform/api';

interface Organisation {
  readonly organisation: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly closedAtMs: number | null;
}
interface Authority {
  readonly authority: string;
  readonly name: string;
  readonly validUntil: string;
  readonly retiredAtMs: number | null;
  readonly badgesVoidSinceMs: number | null;
}

async function ask<T>(chain: ChainView, module: string, name: string, args: object): Promise<T> {
  return (await query<QueryAnswer>(`/chains/${chain.chainId}/queries/${module}/${name}`, args)).answer as T;
}

function AuthoritySign({ authority }: { readonly authority: Authority }) {
  const { t } = useTranslation();
  if (authority.badgesVoidSinceMs !== null) return <Sign kind="bad">{t('members.authorityVoid')}</Sign>;
  return authority.retiredAtMs === null ? <Sign kind="good">{t('members.authorityGood')}</Sign> : <Sign kind="still">{t('members.authorityRetired')}</Sign>;
}

/** The certificate authorities of one organisation. */
function Authorities({ chain, module, organisation: { organisation, name, roles, closedAtMs } }: { readonly chain: ChainView; readonly module: string; readonly organisation: Organisation }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['lookup', chain.chainId, module, 'authorities', organisation], queryFn: () => ask<{ authorities: readonly Authority[] }>(chain, module, 'authorities', { organisation }) });
  const columns: readonly Column<Authority>[] = [
    { key: 'name', title: t('members.authority'), render: (one) => one.name },
    { key: 'standing', title: t('members.standing'), render: (one) => <AuthoritySign authority={one} /> },
    { key: 'until', title: t('members.validUntil'), render: (one) => <Time ms={Date.parse(one.validUntil)} /> },
    { key: 'fingerprint', title: t('members.fingerprint'), render: (one) => <ShortId id={one.authority} /> },
  ];
  return (
    <div>
      <p>
        <strong>{name}</strong> <code>{organisation}</code> {closedAtMs !== null && <Sign kind="still">{t('members.closed')}</Sign>} {t('members.mayGive', { roles: roles.join(', ') || '–' })}
      </p>
      <Loaded of={found}>{({ authorities }) => <DataTable caption={t('members.authoritiesOf', { name })} rows={authorities} columns={columns} rowKey={(one) => one.authority} empty={null} />}</Loaded>
    </div>
  );
}

/** The organisations whose badges count on a chain. */
export function OrganisationList({ chain, module }: { readonly chain: ChainView; readonly module: string }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['lookup', chain.chainId, module, 'organisations'], queryFn: () => ask<{ organisations: readonly Organisation[] }>(chain, module, 'organisations', {}) });
  return (
    <Section title={t('members.organisations')} note={t('members.organisationsNote')}>
      <Loaded of={found}>
        {({ organisations }) => (organisations.length === 0 ? <p className="hint">{t('members.noOrganisation')}</p> : organisations.map((one) => <Authorities key={one.organisation} chain={chain} module={module} organisation={one} />))}
      </Loaded>
    </Section>
  );
}
