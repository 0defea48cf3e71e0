import type { ChainView, QueryAnswer } from '@bystack/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { type Column, DataTable } from '../../../parts/data-table';
import { Loaded } from '../../../parts/loaded';
import { ShortId } from '../../../parts/short-id';
import { Sign } from '../../../parts/sign';
import { Time } from '../../../parts/time';
import { query } from '../../../platform/api';

/** What every identity module tells of a member; those with badges tell more. */
interface Member {
  readonly key: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
  readonly takesPart?: boolean;
  readonly endsAtMs?: number | null;
  readonly badge?: { readonly organisation: string; readonly serial: string; readonly attributes?: Readonly<Record<string, string>> } | null;
}
interface MemberPage {
  readonly members: readonly Member[];
  readonly next: string | null;
}

function Standing({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const { takesPart = true, endsAtMs } = member;
  return (
    <span className="nowrap">
      {takesPart ? <Sign kind="good">{t('members.takesPart')}</Sign> : <Sign kind="still">{t('members.left')}</Sign>} {typeof endsAtMs === 'number' && (
        <>
          {takesPart && t('members.until')} <Time ms={endsAtMs} />
        </>
      )}
    </span>
  );
}

/** What else a badge says of its holder, as it is written when badges are issued. */
const attributesOf = ({ badge }: Member): string => Object.entries(badge?.attributes ?? {}).map(([name, value]) => `${name}=${value}`).join(', ');

function useColumns(hasBadges: boolean): readonly Column<Member>[] {
  const { t } = useTranslation();
  const badge: Column<Member> = { key: 'organisation', title: t('members.organisation'), render: (member) => member.badge?.organisation ?? t('members.noBadge'), sort: (member) => member.badge?.organisation ?? '', text: (member) => member.badge?.organisation ?? '' };
  return [
    { key: 'name', title: t('members.name'), render: (member) => <strong>{member.name}</strong>, sort: (member) => member.name, text: (member) => `${member.name} ${member.key}` },
    ...(hasBadges ? [badge] : []),
    { key: 'roles', title: t('members.roles'), render: (member) => [...(member.isAdmin ? [t('members.admin')] : []), ...member.roles].join(', ') || '–', text: (member) => member.roles.join(' ') },
    ...(hasBadges ? [{ key: 'attributes', title: t('members.attributes'), render: (member: Member) => attributesOf(member) || '–', text: attributesOf }] : []),
    ...(hasBadges ? [{ key: 'standing', title: t('members.standing'), render: (member: Member) => <Standing member={member} /> }] : []),
    { key: 'key', title: t('members.key'), render: (member) => <ShortId id={member.key} /> },
  ];
}

/** Everybody who takes part in a chain or once did, a page at a time. */
export function MemberList({ chain, module }: { readonly chain: ChainView; readonly module: string }) {
  const { t } = useTranslation();
  const path = `/chains/${chain.chainId}/queries/${module}/members`;
  const members = useInfiniteQuery({
    queryKey: ['lookup', chain.chainId, module, 'members'],
    queryFn: async ({ pageParam }) => (await query<QueryAnswer>(path, pageParam === '' ? {} : { after: pageParam })).answer as unknown as MemberPage,
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = members.data?.pages.flatMap((page) => page.members) ?? [];
  const columns = useColumns(rows.some(({ badge }) => badge !== undefined));
  return (
    <Loaded of={members}>
      {() => (
        <>
          <DataTable caption={t('tab.members')} rows={rows} columns={columns} rowKey={({ key }) => key} filter empty={<p className="hint">{t('members.nobody')}</p>} />
          {members.hasNextPage && (
            <BusyButton size="xs" variant="default" mt="sm" busy={members.isFetchingNextPage} onClick={() => void members.fetchNextPage()}>
              {t('members.more')}
            </BusyButton>
          )}
        </>
      )}
    </Loaded>
  );
}
