import type { ChainSeatView, CommitteeView, EquivocationView, JsonObject, ProtocolRange } from '@bystack/api';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { ShortId } from '../../../parts/short-id';
import { Sign } from '../../../parts/sign';
import { Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';

interface CommitteeProps {
  readonly committee: CommitteeView;
  readonly onRemove: (seat: ChainSeatView) => void;
  readonly onRenew: (seat: ChainSeatView) => void;
}

/** Every seat of the chain, whether it votes now, and what can be proposed about it. */
export function Committee({ committee, onRemove, onRenew }: CommitteeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { inForce, firstHeight, due } = committee.protocol;
  const { needed, validators, quorum, delayBlocks } = committee.policy;
  const votes = new Map(committee.seats.map((seat) => [seat.nodeKey, seat]));
  const columns: readonly Column<ChainSeatView>[] = [
    { key: 'seat', title: t('committee.number'), render: ({ seat }) => <span className="figure">{seat + 1}</span>, sort: ({ seat }) => seat },
    { key: 'label', title: t('committee.label'), render: ({ label }) => label, sort: ({ label }) => label },
    { key: 'role', title: t('committee.role'), render: (seat) => <RoleSign seat={seat} votes={votes.has(seat.nodeKey)} />, sort: ({ role }) => role },
    { key: 'key', title: t('committee.votingKey'), render: ({ nodeKey }) => (votes.has(nodeKey) ? <ShortId id={votes.get(nodeKey)!.votingKey} /> : '–') },
    { key: 'registered', title: t('committee.registered'), render: ({ registered }) => (registered.length === 0 ? '–' : registered.join(', ')) },
    { key: 'protocols', title: t('committee.protocols'), render: ({ protocols }) => <span className="figure">{versionsOf(protocols)}</span> },
    {
      key: 'actions',
      title: t('actions'),
      align: 'right',
      render: (seat) => (
        <span className="row-actions">
          {votes.has(seat.nodeKey) && (
            <Button size="compact-xs" variant="subtle" onClick={() => onRenew(seat)} aria-label={t('renew.seat', { label: seat.label })}>
              {t('renew.action')}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" onClick={() => onRemove(seat)} aria-label={t('propose.removeSeat', { label: seat.label })}>
            {t('propose.remove')}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <>
      {committee.equivocations.map((seen) => <Misbehaviour key={`${seen.epoch} ${seen.place}`} seen={seen} />)}
      <p className="hint">{t(due === null ? 'committee.protocol' : 'committee.protocolDue', { version: inForce, next: due?.version, height: format.number(due?.lastHeight ?? firstHeight) })}</p>
      <p className="hint">
        {t('committee.policy', { needed, validators })}
        {quorum > needed && ` ${t('committee.policyQuorum', { quorum })}`}
        {delayBlocks > 0 && ` ${t('committee.policyDelay', { count: delayBlocks, blocks: format.number(delayBlocks) })}`}
      </p>
      {committee.consensus !== undefined && <Pace consensus={committee.consensus} />}
      <DataTable caption={t('committee.title')} rows={committee.chainSeats} columns={columns} rowKey={({ nodeKey }) => nodeKey} empty={null} />
    </>
  );
}

function versionsOf({ min, max }: ProtocolRange): string {
  return min === max ? String(max) : `${min}–${max}`;
}

function RoleSign({ seat, votes }: { readonly seat: ChainSeatView; readonly votes: boolean }) {
  const { t } = useTranslation();
  if (seat.role === 'validator') return <Sign kind={votes ? 'good' : 'warn'}>{t(votes ? 'committee.votes' : 'committee.noKey')}</Sign>;
  return <>{t(`seatRole.${seat.role}`)}</>;
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

/** How fast the chain goes, by the parameters of consensus that are in force. */
function Pace({ consensus: { viewTimerMs, viewTimerMsMax, heartbeatMs } }: { readonly consensus: JsonObject }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [view, viewMax, heartbeat] = [viewTimerMs, viewTimerMsMax, heartbeatMs].map((ms) => format.number(Number(ms)));
  return <p className="hint">{t(heartbeatMs === 0 ? 'committee.paceWithoutHeartbeat' : 'committee.pace', { view, viewMax, heartbeat })}</p>;
}
