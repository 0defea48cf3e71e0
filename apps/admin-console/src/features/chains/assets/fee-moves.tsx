import type { AssetView, ChainView, SubmissionView } from '@bystack/api';
import { Button, Group, TextInput } from '@mantine/core';
import { decimalsIn, unitsOf } from '@bystack/chain-core/primitives/decimal-amount';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemPanel } from '../../../parts/problem-panel';
import { Sign } from '../../../parts/sign';
import { serverNow } from '../../../platform/api';
import { useChange, type Change } from '../../../platform/use-change';
import { Outcome } from '../records/submission';

interface FeeMovesProps {
  readonly chain: ChainView;
  readonly asset: AssetView;
  /** Whether what is not used can be taken back. */
  readonly paysOut: boolean;
  readonly disabled: boolean;
}

/** Pays in for the organisation's transactions, and takes back what is not used. */
export function FeeMoves({ chain, asset, paysOut, disabled }: FeeMovesProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [saysFault, setSaysFault] = useState(false);
  const [sentAtMs, setSentAtMs] = useState(0);
  const [doneAtMs, setDoneAtMs] = useState(0);
  const change = useChange<SubmissionView>(['assets', 'holdings', 'blocks', 'chains'], () => {
    setDoneAtMs(serverNow());
    setTyped('');
    setSaysFault(false);
  });
  const units = unitsOf(typed, decimalsIn(asset.document));
  const send = (changeOf: (amount: string) => Change): void => {
    setSaysFault(units === undefined);
    if (units === undefined) return;
    setSentAtMs(serverNow());
    change.mutate(changeOf(String(units)));
  };
  const payIn = (amount: string): Change => ({ path: `/chains/${chain.chainId}/assets/${asset.assetId}/transfers`, body: { amount, to: chain.signerPublicKey, payIn: true } });
  const payOut = (amount: string): Change => ({ path: `/chains/${chain.chainId}/submissions`, body: { module: 'fee', command: 'pay-out', payload: { asset: asset.assetId, amount }, wait: 'final' } });
  return (
    <>
      <Group gap="sm" align="end" mt="md">
        <TextInput label={t('assets.amount')} inputMode="decimal" value={typed} error={saysFault ? t('assets.fault.amount') : undefined} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Button loading={change.isPending} disabled={disabled} onClick={() => send(payIn)}>
          {t('assets.fee.payIn')}
        </Button>
        {paysOut && (
          <Button variant="default" loading={change.isPending} disabled={disabled} onClick={() => send(payOut)}>
            {t('assets.fee.payOut')}
          </Button>
        )}
      </Group>
      <div aria-live="polite" className="submission">
        {change.isPending && <Sign kind="busy">{t('submission.sent')}</Sign>}
        {change.error !== null && <ProblemPanel error={change.error} title={t('assets.failed')} />}
        {change.data !== undefined && !change.isPending && <Outcome chain={chain} view={change.data} fromMs={sentAtMs} toMs={doneAtMs} />}
      </div>
    </>
  );
}
