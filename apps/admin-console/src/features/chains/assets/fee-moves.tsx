import type { AssetView, ChainView } from '@bystack/api';
import { Group, TextInput } from '@mantine/core';
import { decimalsIn, unitsOf } from '@bystack/chain-core/primitives/decimal-amount';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { CopyAs } from '../../../parts/copy-as';
import { feeMoveOf, type Way } from './fee';
import { Sending, useSending } from './sending';

interface FeeMovesProps {
  readonly chain: ChainView;
  readonly asset: AssetView;
  /** The first is what Enter does. */
  readonly ways: readonly Way[];
  readonly disabled: boolean;
}

/** Pays in for the organisation's transactions, and takes back what is not used: of fees 2.0.0. */
export function FeeMoves({ chain, asset, ways, disabled }: FeeMovesProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [saysFault, setSaysFault] = useState(false);
  const [doing, setDoing] = useState<Way>();
  const sending = useSending(() => {
    setTyped('');
    setSaysFault(false);
  });
  const { change } = sending;
  const units = unitsOf(typed, decimalsIn(asset.document));
  const moveOf = (way: Way) => (units === undefined ? undefined : feeMoveOf(way, chain, asset.assetId, typed, units));
  const send = (way: Way) => {
    setDoing(way);
    sending.send(moveOf(way)!.change);
  };
  const start = (way: Way) => {
    setSaysFault(units === undefined);
    if (units === undefined || change.isPending || disabled) return;
    send(way);
  };
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          start(ways[0]!);
        }}
      >
        <Group gap="sm" align="end" mt="md">
          <TextInput label={t('assets.amount')} inputMode="decimal" value={typed} error={saysFault ? t('assets.fault.amount') : undefined} onChange={(event) => setTyped(event.currentTarget.value)} />
          {ways.map((way, at) => (
            <Group key={way} gap={4} role="group" aria-label={t(`assets.fee.${way}`)}>
              <BusyButton type={at === 0 ? 'submit' : 'button'} variant={way === 'payIn' ? 'filled' : 'default'} busy={change.isPending && doing === way} disabled={disabled || (change.isPending && doing !== way)} onClick={at === 0 ? undefined : () => start(way)}>
                {t(`assets.fee.${way}`)}
              </BusyButton>
              {units !== undefined && <CopyAs of={moveOf(way)!.recipe} compact />}
            </Group>
          ))}
        </Group>
      </form>
      <Sending chain={chain} of={sending} />
    </>
  );
}
