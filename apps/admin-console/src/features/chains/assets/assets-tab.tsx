import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { PickedByName } from '../../../parts/schema-form/known-field';
import { useChain } from '../chain/use-chain';
import { useKnownKeys } from '../known-ids';
import { AssetTable } from './asset-table';
import { FeeAccount } from './fee-account';
import { MoveForm } from './move-form';

const KEY = /^[0-9a-f]{64}$/;

/** What is kept on a chain in amounts: who holds what, and moving it with the organisation's key. */
export function AssetsTab() {
  const { t } = useTranslation();
  const chain = useChain();
  const [typed, setTyped] = useState('');
  const known = useKnownKeys(chain);
  const wanted = typed.toLowerCase();
  const key = KEY.test(wanted) ? wanted : chain.signerPublicKey;
  const assets = useQuery(queries.assets(chain.chainId));
  const holdings = useQuery(queries.holdings(chain.chainId, key));
  if (chain.assets === 'disabled') return <p className="hint">{t('assets.disabled')}</p>;
  const isStopped = chain.state === 'stopped' || chain.state === 'stopping';
  return (
    <Loaded of={assets} title={t('assets.title')}>
      {(list) => (
        <>
          <Section title={t('assets.title')} note={t('assets.note')}>
            <PickedByName label={t('assets.whose')} placeholder={t('assets.own')} known={known} value={typed} error={wanted !== '' && !KEY.test(wanted) ? t('assets.fault.to') : undefined} onChange={setTyped} maw="34rem" mb="md" />
            <AssetTable chain={chain} assets={list} holdings={holdings.data?.holdings ?? []} />
          </Section>
          <FeeAccount chain={chain} disabled={isStopped} />
          <Section title={t('assets.move')} note={t('assets.moveNote')}>
            <MoveForm chain={chain} assets={list} disabled={isStopped} />
          </Section>
        </>
      )}
    </Loaded>
  );
}
