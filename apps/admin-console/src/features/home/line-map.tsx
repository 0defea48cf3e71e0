import type { ChainView, HostView, NodeView } from '@bystack/api';
import { VisuallyHidden } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../parts/links';
import { queries } from '../../platform/queries';

const CHAINS_MAX = 12;
type Station = 'running' | 'stopped' | 'failed' | 'busy';

function stationOf(node: NodeView): Station {
  if (node.state === 'running' || node.state === 'stopped' || node.state === 'failed') return node.state;
  return node.state === 'unknown' || node.state === 'absent' ? 'stopped' : 'busy';
}

function Stations({ nodes }: { readonly nodes: readonly NodeView[] }) {
  const { t } = useTranslation();
  const running = nodes.filter((node) => node.state === 'running').length;
  if (nodes.length === 0) return <VisuallyHidden>{t('map.none')}</VisuallyHidden>;
  return (
    <>
      <VisuallyHidden>{t('map.nodes', { running, count: nodes.length })}</VisuallyHidden>
      <span className="stations" aria-hidden>
        {nodes.map((node) => (
          <span key={node.nodeId} className={`station ${stationOf(node)}`} title={t('map.station', { seat: node.seat + 1, state: t(`nodeState.${node.state}`) })} />
        ))}
      </span>
    </>
  );
}

function Legend() {
  const { t } = useTranslation();
  const stations: readonly Station[] = ['running', 'busy', 'stopped', 'failed'];
  return (
    <div className="legend" aria-hidden>
      {stations.map((station) => (
        <span key={station}>
          <i className={`station ${station}`} />
          {t(`map.legend.${station}`)}
        </span>
      ))}
    </div>
  );
}

/** Chains as lines, hosts as columns, nodes as stations where they meet: a picture that is a table. */
export function LineMap({ chains, hosts }: { readonly chains: readonly ChainView[]; readonly hosts: readonly HostView[] }) {
  const { t } = useTranslation();
  const shown = chains.slice(0, CHAINS_MAX);
  const nodes = useQueries({ queries: shown.map((chain) => queries.nodes(chain.chainId)) });
  return (
    <>
      <div className="wide" tabIndex={0} role="region" aria-label={t('map.title')}>
        <table className="map">
          <thead>
            <tr>
              <td aria-hidden className="corner" />
              {hosts.map((host) => (
                <th key={host.id} scope="col">
                  {host.name}
                  <br />
                  {t(`hostState.${host.state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((chain, index) => (
              <tr key={chain.chainId}>
                <th scope="row">
                  <TextLink to="/chains/$chainId" params={{ chainId: chain.chainId }}>
                    {chain.name}
                  </TextLink>
                </th>
                {hosts.map((host) => (
                  <td key={host.id}>
                    <Stations nodes={(nodes[index]?.data ?? []).filter((node) => node.hostId === host.id)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chains.length > CHAINS_MAX && <p className="hint">{t('map.more', { count: chains.length - CHAINS_MAX })}</p>}
      <Legend />
    </>
  );
}
