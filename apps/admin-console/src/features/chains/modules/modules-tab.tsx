import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../../parts/links';
import { Loaded } from '../../../parts/loaded';
import { queries } from '../../../platform/queries';
import { useChain } from '../chain/use-chain';
import { SetField } from '../records/set-field';
import { ModuleSection } from './module-section';

const route = getRouteApi('/inside/chains/$chainId/modules');

/** Everything that can be done on a chain and asked of it, whatever its modules: drawn from what each says of itself. */
export function ModulesTab() {
  const { t } = useTranslation();
  const chain = useChain();
  const { open, set } = route.useSearch();
  const navigate = route.useNavigate();
  const cards = useQuery(queries.commands(chain.chainId, set));
  const isStopped = chain.state === 'stopped' || chain.state === 'stopping';
  return (
    <>
      <p className="hint">
        {t('modules.lead')}{' '}
        <TextLink underline="always" to="/chains/$chainId/governance" params={{ chainId: chain.chainId }}>
          {t('modules.decisions')}
        </TextLink>
      </p>
      <SetField chainId={chain.chainId} set={set} onChoose={(chosen) => void navigate({ search: { set: chosen }, resetScroll: false })} />
      {set !== undefined && <p className="hint">{t('modules.past')}</p>}
      {isStopped && <p className="note warn">{t('records.stopped')}</p>}
      <Loaded of={cards} lines={8}>
        {(all) => all.map((card) => <ModuleSection key={`${card.name} ${set}`} chain={chain} card={card} set={set} open={open} onOpen={(next) => void navigate({ search: { set, open: next }, replace: true, resetScroll: false })} />)}
      </Loaded>
    </>
  );
}
