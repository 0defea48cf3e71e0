import type { Overview } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../parts/links';
import { Sign } from '../../parts/sign';
import { Age } from '../../parts/time';
import { useNow } from '../../platform/now';
import { endedWith } from '../../platform/problem';
import { useLanguage, useWords } from '../../platform/texts';
import { useOperationTitle } from '../operations/operation-sign';
import { openOperations } from './open-operations';
import { useVoteWaits } from './vote-waits';
import type { Wait } from './wait';

const DAY_MS = 86_400_000;
const CERTIFICATE_SOON_MS = 14 * DAY_MS;
const DISK_LOW_BYTES = 2 * 1024 ** 3;

function useChainWaits(overview: Overview): readonly Wait[] {
  const { t } = useTranslation();
  const words = useWords();
  const troubled = overview.chains.filter((chain) => chain.state === 'stalled' || chain.state === 'degraded' || chain.state === 'failed');
  return troubled.map((chain) => ({
    key: chain.chainId,
    kind: chain.state === 'degraded' ? 'warn' : 'bad',
    word: t(`chainState.${chain.state}`),
    what: t('waits.chain', { name: chain.name, reason: words(chain.stateReason) }),
    sinceMs: chain.state === 'degraded' ? null : chain.finalTimeMs,
    link: (
      <TextLink to="/chains/$chainId/nodes" params={{ chainId: chain.chainId }}>
        {t('waits.toNodes')}
      </TextLink>
    ),
  }));
}

function useHostWaits(overview: Overview): readonly Wait[] {
  const { t } = useTranslation();
  const now = useNow();
  const link = <TextLink to="/hosts">{t('waits.toHosts')}</TextLink>;
  return overview.hosts.flatMap((host) => {
    const found: Wait[] = [];
    if (host.state === 'offline') found.push({ key: `${host.id}/offline`, kind: 'bad', word: t('hostState.offline'), what: t('waits.hostOffline', { name: host.name, count: host.nodes }), sinceMs: host.lastSeenAtMs, link });
    if (host.trouble) found.push({ key: `${host.id}/trouble`, kind: 'warn', word: t('waits.attention'), what: t('waits.hostTrouble', { name: host.name, trouble: host.trouble }), link });
    if (host.diskFreeBytes < DISK_LOW_BYTES) found.push({ key: `${host.id}/disk`, kind: 'warn', word: t('waits.attention'), what: t('waits.disk', { name: host.name }), link });
    const expires = host.certificateExpiresAtMs;
    // A connected host renews its certificate by itself at two thirds of its life.
    if (host.state === 'offline' && expires !== null && expires - now < CERTIFICATE_SOON_MS) found.push({ key: `${host.id}/certificate`, kind: 'warn', word: t('waits.attention'), what: t('waits.certificate', { name: host.name, count: Math.max(0, Math.floor((expires - now) / DAY_MS)) }), link });
    return found;
  });
}

function useOperationWaits(overview: Overview): readonly Wait[] {
  const { t } = useTranslation();
  const title = useOperationTitle();
  const language = useLanguage();
  const now = useNow();
  return openOperations(overview.operations, now).map((operation) => ({
    key: operation.id,
    kind: operation.state === 'running' ? 'busy' : 'bad',
    word: t(`operationState.${operation.state}`),
    what: operation.problem === null ? title(operation) : `${title(operation)}: ${endedWith(operation.problem, language)}`,
    sinceMs: operation.endedAtMs ?? operation.startedAtMs,
    link: (
      <TextLink to="/operations/$operationId" params={{ operationId: operation.id }}>
        {t('waits.toOperation')}
      </TextLink>
    ),
  }));
}

/** Everything that needs a person, or is under way; nothing else. */
export function Waits({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const votes = useVoteWaits(overview);
  const waits = [...useChainWaits(overview), ...useHostWaits(overview), ...votes.waits, ...useOperationWaits(overview)];
  if (waits.length === 0 && votes.isPending) return <p><Sign kind="busy">{t('waits.looking')}</Sign></p>;
  if (waits.length === 0) {
    const key = overview.hosts.length === 0 ? 'waits.noHost' : 'waits.nothing';
    return (
      <p>
        <Sign kind={overview.hosts.length === 0 ? 'warn' : 'good'}>{t(key)}</Sign> {overview.hosts.length === 0 && <TextLink to="/hosts">{t('waits.addHost')}</TextLink>}
      </p>
    );
  }
  return (
    <ul className="waits">
      {waits.map((wait) => (
        <li key={wait.key}>
          <Sign kind={wait.kind}>{wait.word}</Sign>
          <span className="what">{wait.what}</span>
          {wait.sinceMs !== undefined && wait.sinceMs !== null && <Age ms={wait.sinceMs} />}
          {wait.link}
        </li>
      ))}
    </ul>
  );
}
