import type { AssetView, ChainView, QueryAnswer } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { Section } from '../../../parts/page-head';
import { Sign } from '../../../parts/sign';
import { ShortId } from '../../../parts/short-id';
import { query } from '../../../platform/api';
import { queries } from '../../../platform/queries';
import { amountIn } from './asset';
import { FeeMoves } from './fee-moves';

/** Of a small record, so that people see what one costs. */
const TYPICAL_BYTES = 500;

interface Account {
  readonly amount: string;
  readonly asset: string;
  readonly treasury: string;
  /** What of it can be paid out; left out: nothing ever. */
  readonly paidIn?: string;
}

/** Where transactions are paid for: what is paid in, what one costs, and where to pay. */
export function FeeAccount({ chain, assets, disabled }: { readonly chain: ChainView; readonly assets: readonly AssetView[]; readonly disabled: boolean }) {
  const { t } = useTranslation();
  const commands = useQuery(queries.commands(chain.chainId));
  const asks = commands.data?.some(({ slot, name }) => slot === 'transactions' && name === 'fee') === true;
  const ask = async <T,>(name: string, args: object) => (await query<QueryAnswer>(`/chains/${chain.chainId}/queries/fee/${name}`, args)).answer as T;
  const fee = useQuery({
    queryKey: ['assets', chain.chainId, 'fee'],
    queryFn: async () => ({ account: await ask<Account>('account', { key: chain.signerPublicKey }), price: await ask<Account>('price', { sizeBytes: TYPICAL_BYTES }) }),
    enabled: asks,
  });
  const asset = assets.find(({ assetId }) => assetId === fee.data?.account.asset);
  if (fee.data === undefined) return null;
  const { account, price } = fee.data;
  const shown = (units: string) => (asset === undefined ? units : amountIn(asset, units));
  return (
    <Section title={t('assets.fee.title')} note={t(account.paidIn === undefined ? 'assets.fee.note' : 'assets.fee.noteOut')}>
      {asset === undefined && <Sign kind="bad">{t('assets.fee.unknown')}</Sign>}
      <Facts rows={[[t('assets.fee.account'), shown(account.amount)], ...(account.paidIn === undefined ? [] : [[t('assets.fee.paidIn'), shown(account.paidIn)] as const]), [t('assets.fee.price'), shown(price.amount)], [t('assets.fee.treasury'), <ShortId key="treasury" id={account.treasury} />]]} />
      {asset !== undefined && <FeeMoves chain={chain} asset={asset} paysOut={account.paidIn !== undefined} disabled={disabled} />}
    </Section>
  );
}
