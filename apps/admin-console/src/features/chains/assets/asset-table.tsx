import type { AssetView, ChainView, HoldingView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { ShortId } from '../../../parts/short-id';
import { KeyName } from '../key-name';
import { amountIn, nameOf } from './asset';

interface AssetTableProps {
  readonly chain: ChainView;
  readonly assets: readonly AssetView[];
  /** Of the key that is looked at. */
  readonly holdings: readonly HoldingView[];
}

/** Everything that was issued, and what of it one key holds. */
export function AssetTable({ chain, assets, holdings }: AssetTableProps) {
  const { t } = useTranslation();
  const held = new Map(holdings.map((holding) => [holding.assetId, holding]));
  const shared = (asset: AssetView) => held.get(asset.assetId)?.shared ?? '0';
  const columns: readonly Column<AssetView>[] = [
    { key: 'name', title: t('assets.asset'), render: (asset) => <strong>{nameOf(asset)}</strong>, sort: nameOf, text: (asset) => `${nameOf(asset)} ${asset.assetId}` },
    {
      key: 'held', title: t('assets.held'), align: 'right', sort: (asset) => Number(held.get(asset.assetId)?.alone ?? 0),
      render: (asset) => (
        <>
          {amountIn(asset, held.get(asset.assetId)?.alone ?? '0')}
          {shared(asset) !== '0' && <div className="sub">{t('assets.withOthers', { amount: amountIn(asset, shared(asset)) })}</div>}
        </>
      ),
    },
    { key: 'issued', title: t('assets.issued'), align: 'right', render: (asset) => amountIn(asset, asset.issued) },
    { key: 'retired', title: t('assets.retired'), align: 'right', render: (asset) => amountIn(asset, asset.retired) },
    { key: 'issuer', title: t('assets.issuer'), render: (asset) => (asset.issuers[0] === undefined ? t('assets.noIssuer') : <KeyName chain={chain} publicKey={asset.issuers[0]} />) },
    { key: 'id', title: t('assets.id'), render: (asset) => <ShortId id={asset.assetId} /> },
  ];
  return <DataTable caption={t('assets.title')} rows={assets} columns={columns} rowKey={(asset) => asset.assetId} filter empty={<p className="hint">{t('assets.none')}</p>} />;
}
