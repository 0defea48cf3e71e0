import type { ChainRecoveryView, ChainView, Operation } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { useFormat } from '../../../platform/format';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';
import { LostSentence } from './lost-sentence';

interface StartAgainProps {
  readonly chain: ChainView;
  readonly seen: ChainRecoveryView & { readonly fromHeight: number };
  readonly onClose: () => void;
}

/** What is given up is said once more, and the chain's name asked for. */
export function StartAgain({ chain, seen, onClose }: StartAgainProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChange<Operation>(['chains', 'nodes', 'operations'], onClose);
  const path = `/chains/${chain.chainId}/recovery`;
  const body = { confirmName: chain.name, fromHeight: seen.fromHeight };
  const unheard = seen.validators.filter(({ isHeard }) => !isHeard).length;
  return (
    <Confirm
      danger
      title={t('recovery.title', { name: chain.name })}
      action={t('recovery.action', { height: format.number(seen.fromHeight) })}
      name={chain.name}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['chains', 'recover', chain.name, '--confirm', chain.name, '--from', String(seen.fromHeight)])}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <LostSentence lost={seen.lost} />
      {unheard > 0 && <p>{t('recovery.unheard', { count: unheard })}</p>}
      <p>{t('recovery.undo')}</p>
    </Confirm>
  );
}
