import type { CommitteeView, EquivocationView, ProposedChange, SeatInCommittee } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { ShortId } from '../../../parts/short-id';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';

function Seats({ committee }: { readonly committee: CommitteeView }) {
  const { t } = useTranslation();
  const columns: readonly Column<SeatInCommittee>[] = [
    { key: 'place', title: t('committee.place'), render: ({ place }) => <span className="figure">{place + 1}</span>, sort: ({ place }) => place },
    { key: 'label', title: t('committee.label'), render: ({ label }) => label, sort: ({ label }) => label },
    { key: 'key', title: t('committee.votingKey'), render: ({ votingKey }) => <ShortId id={votingKey} /> },
  ];
  return <DataTable caption={t('committee.title')} rows={committee.seats} columns={columns} rowKey={({ nodeKey }) => nodeKey} empty={null} />;
}

/** A sentence for each proposal: what it needs still, or when it takes effect. */
function Change({ change }: { readonly change: ProposedChange }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kinds = change.changes.map(({ kind }) => t(`committee.kind.${kind}` as 'committee.kind.add-seat')).join(', ');
  const where = change.lastHeight > 0
    ? t('committee.decided', { height: format.number(change.lastHeight) })
    : t('committee.waits', { approvals: change.approvals.length, needed: change.needed, confirmed: change.confirmed.length, newcomers: change.newcomers.length });
  return <p>{t('committee.change', { id: change.id, kinds })} {where}</p>;
}

function Misbehaviour({ seen }: { readonly seen: EquivocationView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p role="alert">
      {t('committee.contradicted', { label: seen.label, view: format.number(seen.view), epoch: seen.epoch, height: format.number(seen.height) })} <Time ms={seen.timeMs} />
    </p>
  );
}

/** Who decides on a chain, what is about to change, and who was caught voting twice. */
export function Committee({ chainId }: { readonly chainId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const committee = useQuery(queries.committee(chainId));
  const now = committee.data;
  const facts = now && { epoch: now.epoch, height: format.number(now.firstHeight), quorum: now.quorum, seats: now.seats.length, mayFail: now.mayFail, scheme: now.scheme };
  return (
    <Section title={t('committee.title')} note={facts && t('committee.note', facts)}>
      <Loaded of={committee}>
        {(data) => (
          <>
            {data.equivocations.map((seen) => <Misbehaviour key={`${seen.epoch} ${seen.place}`} seen={seen} />)}
            {data.changes.map((change) => <Change key={change.id} change={change} />)}
            <Seats committee={data} />
          </>
        )}
      </Loaded>
    </Section>
  );
}
