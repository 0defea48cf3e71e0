import type { Approved, ChainView, ProposalView, SubmissionView } from '@bystack/api';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { recipe } from '../../../platform/recipe';
import { useWords } from '../../../platform/texts';
import { useChange } from '../../../platform/use-change';
import type { Verb } from './proposal-item';

interface DecideProps {
  readonly chain: ChainView;
  readonly proposal: ProposalView;
  readonly verb: Verb;
  readonly onClose: () => void;
}

/** Approving or withdrawing, with what it means said once more. */
export function Decide({ chain, proposal, verb, onClose }: DecideProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { id } = proposal;
  const path = `/chains/${chain.chainId}/proposals/${id}/${verb === 'approve' ? 'approvals' : 'withdrawal'}`;
  const change = useChange<Approved | SubmissionView>(['committee', 'chains', 'nodes'], (answer) => {
    const seats = 'approved' in answer ? answer.approved.map(({ label }) => label).join(', ') : '';
    notifications.show({ message: verb === 'approve' ? t('proposal.didApprove', { id, seats }) : t('proposal.didWithdraw', { id }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  return (
    <Confirm
      title={t(verb === 'approve' ? 'proposal.approveTitle' : 'proposal.withdrawTitle', { id, chain: chain.name })}
      action={t(verb === 'approve' ? 'proposal.approve' : 'proposal.withdraw')}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, {}, ['chains', verb, chain.name, String(id)])}
      onConfirm={() => change.mutate({ path, body: {} })}
      onClose={onClose}
    >
      {proposal.words.map((sentence, index) => <p key={index}>{words(sentence)}</p>)}
      {proposal.outlook !== null && <p>{words(proposal.outlook.words)}</p>}
      <p>{t(verb === 'approve' ? 'proposal.approveWhat' : 'proposal.withdrawWhat')}</p>
    </Confirm>
  );
}
