import type { ChainView } from '@bystack/api';
import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { ShortId } from '../../../parts/short-id';
import { Sign } from '../../../parts/sign';
import { queries } from '../../../platform/queries';
import { amountIn, nameOf } from './asset';
import { readFees } from './fee';
import { FeeMoves } from './fee-moves';

/** Where transactions are paid for: what is paid in, what one costs, and where to pay. */
export function FeeAccount({ chain, disabled }: { readonly chain: ChainView; readonly disabled: boolean }) {
  const { t } = useTranslation();
  const commands = useQuery(queries.commands(chain.chainId));
  const asks = commands.data?.some(({ slot, name }) => slot === 'transactions' && name === 'fee') === true;
  const fees = useQuery({ queryKey: ['assets', chain.chainId, 'fee'], queryFn: () => readFees(chain), enabled: asks, retry: false });
  // Whether there is anything to pay cannot be said: nor that there is nothing.
  if (commands.data === undefined && commands.error !== null) return <Section title={t('assets.fee.title')}><Loaded of={commands}>{() => null}</Loaded></Section>;
  if (!asks) return null;
  const note = fees.data && t(fees.data.account.paidIn === undefined ? 'assets.fee.note' : 'assets.fee.noteOut');
  return (
    <Section title={t('assets.fee.title')} note={note}>
      <Loaded of={fees}>
        {({ account, price, asset, former }) => {
          const shown = (units: string) => (asset === undefined ? units : amountIn(asset, units));
          const paidIn = account.paidIn === undefined ? [] : [[t('assets.fee.paidIn'), shown(account.paidIn)] as const];
          return (
            <>
              {asset === undefined && <Sign kind="bad">{t('assets.fee.unknown')}</Sign>}
              <Facts rows={[[t('assets.fee.account'), shown(account.amount)], ...paidIn, [t('assets.fee.price'), shown(price.amount)], [t('assets.fee.treasury'), <ShortId key="treasury" id={account.treasury} />]]} />
              {asset !== undefined && account.paidIn !== undefined && <FeeMoves key={asset.assetId} chain={chain} asset={asset} ways={['payIn', 'payOut']} disabled={disabled} />}
              {former.map(({ asset: other, paidIn: left }) => (
                <Box key={other.assetId} mt="xl">
                  <Facts rows={[[t('assets.fee.former', { asset: nameOf(other) }), amountIn(other, left)]]} />
                  <FeeMoves chain={chain} asset={other} ways={['payOut']} disabled={disabled} />
                </Box>
              ))}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
