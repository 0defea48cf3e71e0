import type { ChainView, MoveView, Moved } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Amount, AssetName } from '../assets/amount';
import { Holder } from './holder';

interface MovesProps {
  readonly chain: ChainView;
  readonly of: Moved;
  readonly caption: string;
  /** Of the block that it is in: its modules give the words. */
  readonly height: number | undefined;
}

function Sum({ chain, move, units, isOffered }: { readonly chain: ChainView; readonly move: MoveView; readonly units: string; readonly isOffered: boolean }) {
  const { t } = useTranslation();
  const amount = (value: string) => <Amount chainId={chain.chainId} assetId={move.assetId} units={value} />;
  return (
    <div>
      {units === '0' ? <span className="faint">–</span> : amount(units)}
      {isOffered && move.back !== '0' && (
        <span className="sub">
          {t('moves.offered')} {amount(String(BigInt(move.gives) + BigInt(move.back)))}, {t('moves.back')} {amount(move.back)}
        </span>
      )}
    </div>
  );
}

/** Who gives what to whom. */
export function Moves({ chain, of: { moves, unknown }, caption, height }: MovesProps) {
  const { t } = useTranslation();
  const columns: readonly Column<MoveView>[] = [
    { key: 'asset', title: t('assets.asset'), render: ({ assetId }) => <AssetName chainId={chain.chainId} assetId={assetId} /> },
    { key: 'who', title: t('moves.who'), render: ({ who }) => <Holder chain={chain} who={who} height={height} /> },
    { key: 'gives', title: t('moves.gives'), align: 'right', render: (move) => <Sum chain={chain} move={move} units={move.gives} isOffered /> },
    { key: 'gets', title: t('moves.gets'), align: 'right', render: (move) => <Sum chain={chain} move={move} units={move.gets} isOffered={false} /> },
  ];
  return (
    <>
      <DataTable caption={caption} rows={moves} columns={columns} rowKey={({ assetId, who }) => `${assetId} ${JSON.stringify(who)}`} empty={null} />
      {unknown > 0 && <p className="hint">{t('moves.unknown', { count: unknown })}</p>}
    </>
  );
}
