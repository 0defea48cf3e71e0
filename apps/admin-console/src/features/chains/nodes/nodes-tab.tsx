import { quorumOf, type ChainView, type NodeView } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { Age } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useChain } from '../chain/use-chain';
import { Rejoin } from '../competition/rejoin';
import { SetMining } from '../competition/set-mining';
import { AddNode } from './add-node';
import { NodeLogs } from './node-logs';
import { NodeSign } from './node-sign';
import { RemoveNode } from './remove-node';
import { SwitchNode } from './switch-node';

const route = getRouteApi('/inside/chains/$chainId/nodes');

/** The node's state, how old that news is, and what is wrong. */
function NodeSentence({ node }: { readonly node: NodeView }) {
  const { t } = useTranslation();
  return (
    <div>
      <NodeSign node={node} />
      <span className="sub">
        {node.observedAtMs === null ? (
          t('nodes.neverSeen')
        ) : (
          <>
            {t('nodes.seen')} <Age ms={node.observedAtMs} />
          </>
        )}
        {node.wish !== node.state && (node.wish === 'running' || node.wish === 'stopped') && ` · ${t(`nodes.wish.${node.wish}`)}`}
        {node.votes === false && ` · ${t('nodes.follows')}`}
        {node.restarts > 0 && ` · ${t('nodes.restarts', { count: node.restarts })}`}
      </span>
      {node.competition?.split !== undefined && <span className="sub">{t('rejoin.notice', { forkHeight: node.competition.split.forkHeight })}</span>}
      {node.problem !== null && (node.competition?.split === undefined || node.problem.code !== 'NODE_TROUBLE') && (
        <span className="sub">
          <code>{node.problem.code}</code> {node.problem.detail}
        </span>
      )}
    </div>
  );
}

interface NodeActions {
  readonly isCompetition: boolean;
  readonly onSwitch: (node: NodeView) => void;
  readonly onLogs: (node: NodeView) => void;
  readonly onMine: (node: NodeView) => void;
  readonly onRejoin: (node: NodeView) => void;
  readonly onRemove: (node: NodeView) => void;
}

function useColumns({ isCompetition, onSwitch, onLogs, onMine, onRejoin, onRemove }: NodeActions): readonly Column<NodeView>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (value: number | null) => <span className="figure">{value === null ? '–' : format.number(value)}</span>;
  return [
    { key: 'seat', title: t('nodes.seat'), render: (node) => <span className="figure">{node.seat + 1}</span>, sort: (node) => node.seat },
    { key: 'state', title: t('nodes.state'), render: (node) => <NodeSentence node={node} />, sort: (node) => node.state },
    {
      key: 'host',
      title: t('nodes.host'),
      render: (node) => (
        <div>
          {node.hostName}
          <span className="sub">{node.address ?? '–'}</span>
        </div>
      ),
      sort: (node) => node.hostName,
    },
    { key: 'height', title: t('nodes.final'), align: 'right', render: (node) => figure(node.finalHeight), sort: (node) => node.finalHeight ?? -1 },
    ...(isCompetition ? [{ key: 'mining', title: t('mining.column'), align: 'right' as const, render: (node: NodeView) => <MiningSentence node={node} />, sort: (node: NodeView) => node.competition?.hashesPerSecond ?? -1 }] : []),
    { key: 'peers', title: t('nodes.peers'), align: 'right', render: (node) => <span className="figure">{node.peersConnected === null ? '–' : t('chains.runningOf', { running: node.peersConnected, of: node.peersKnown ?? '–' })}</span> },
    { key: 'memory', title: t('nodes.memory'), align: 'right', render: (node) => <span className="figure">{node.rssBytes === null ? '–' : format.bytes(node.rssBytes)}</span>, sort: (node) => node.rssBytes ?? -1 },
    { key: 'keeps', title: t('nodes.keeps'), align: 'right', render: (node) => (node.keepBlocks === undefined ? t('nodes.keepsAll') : t('nodes.keepsBlocks', { count: node.keepBlocks })), sort: (node) => node.keepBlocks ?? Infinity },
    {
      key: 'actions',
      title: t('actions'),
      align: 'right',
      render: (node) => (
        <span className="row-actions">
          {node.competition?.split !== undefined && (
            <Button size="compact-xs" variant="subtle" color="red" onClick={() => onRejoin(node)} aria-label={t('rejoin.seat', { seat: node.seat + 1 })}>
              {t('rejoin.action')}
            </Button>
          )}
          {node.competition !== null && (
            <Button size="compact-xs" variant="subtle" onClick={() => onMine(node)} aria-label={t('mining.seat', { seat: node.seat + 1 })}>
              {t('mining.action')}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" onClick={() => onLogs(node)} aria-label={t('nodes.logsOf', { seat: node.seat + 1 })}>
            {t('nodes.logs')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => onSwitch(node)} aria-label={t(node.wish === 'running' ? 'nodes.stopSeat' : 'nodes.startSeat', { seat: node.seat + 1 })}>
            {t(node.wish === 'running' ? 'nodes.stop' : 'nodes.start')}
          </Button>
          {node.votes === false && node.wish !== 'absent' && (
            <Button size="compact-xs" variant="subtle" color="red" onClick={() => onRemove(node)} aria-label={t('nodes.removeSeat', { seat: node.seat + 1 })}>
              {t('nodes.remove')}
            </Button>
          )}
        </span>
      ),
    },
  ];
}

/** Threads and speed of a node that mines. */
function MiningSentence({ node: { competition } }: { readonly node: NodeView }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (competition === null) return <span className="figure">–</span>;
  if (competition.threads === 0) return <>{t('mining.off')}</>;
  return (
    <div>
      <span className="figure">{t('competition.hashes', { n: format.compact(competition.hashesPerSecond) })}</span>
      <span className="sub">{t('mining.threadsOf', { count: competition.threads })}</span>
    </div>
  );
}

function Arithmetic({ chain, nodes }: { readonly chain: ChainView; readonly nodes: readonly NodeView[] }) {
  const { t } = useTranslation();
  const running = nodes.filter((node) => node.state === 'running' && node.votes !== false).length;
  if (chain.competition !== null) return <>{t('competition.nodesNote', { running, total: chain.validators, mining: chain.competition.nodesMining })}</>;
  const { needed } = quorumOf(chain.validators);
  const spare = running - needed;
  const key = spare > 0 ? 'nodes.spare' : spare === 0 ? 'nodes.edge' : 'nodes.short';
  return <>{t(key, { running, total: chain.validators, needed, count: Math.max(1, spare) })}</>;
}

export function NodesTab() {
  const { t } = useTranslation();
  const chain = useChain();
  const { logs } = route.useSearch();
  const navigate = route.useNavigate();
  const nodes = useQuery(queries.nodes(chain.chainId));
  const [switching, setSwitching] = useState<NodeView | null>(null);
  const [mining, setMining] = useState<NodeView | null>(null);
  const [rejoining, setRejoining] = useState<NodeView | null>(null);
  const [removing, setRemoving] = useState<NodeView | null>(null);
  const [adding, setAdding] = useState(false);
  const columns = useColumns({ isCompetition: chain.competition !== null, onSwitch: setSwitching, onLogs: (node) => void navigate({ search: { logs: node.nodeId } }), onMine: setMining, onRejoin: setRejoining, onRemove: setRemoving });
  const logged = nodes.data?.find((node) => node.nodeId === logs);
  return (
    <>
      <Section
        title={t('tab.nodes')}
        note={nodes.data !== undefined && <Arithmetic chain={chain} nodes={nodes.data} />}
        actions={chain.competition === null && <Button size="xs" variant="default" onClick={() => setAdding(true)}>{t('nodes.add')}</Button>}
      >
        <Loaded of={nodes}>{(rows) => <DataTable caption={t('tab.nodes')} rows={rows} columns={columns} rowKey={(node) => node.nodeId} empty={<p className="hint">{t('nodes.none')}</p>} />}</Loaded>
      </Section>
      {logged !== undefined && <NodeLogs key={logged.nodeId} node={logged} onClose={() => void navigate({ search: {} })} />}
      {mining?.competition && <SetMining chain={chain} node={mining} competition={mining.competition} onClose={() => setMining(null)} />}
      {rejoining?.competition?.split && <Rejoin chain={chain} node={rejoining} split={rejoining.competition.split} onClose={() => setRejoining(null)} />}
      {adding && <AddNode chain={chain} onClose={() => setAdding(false)} />}
      {removing !== null && <RemoveNode chain={chain} node={removing} onClose={() => setRemoving(null)} />}
      {switching !== null && <SwitchNode chain={chain} node={switching} nodes={nodes.data ?? []} onClose={() => setSwitching(null)} />}
    </>
  );
}
