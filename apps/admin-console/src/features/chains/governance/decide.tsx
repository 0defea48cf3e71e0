import type { Approved, ChainView, ProposalMade, ProposalView, Rejected, SubmissionView } from '@bystack/api';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { recipe } from '../../../platform/recipe';
import { useWords } from '../../../platform/texts';
import { useChange } from '../../../platform/use-change';
import { PlanLines } from './plan-lines';
import type { Verb } from './proposal-item';

interface DecideProps {
  readonly chain: ChainView;
  readonly proposal: ProposalView;
  readonly verb: Verb;
  readonly onClose: () => void;
}

/** Where a vote goes, and the words for it. To cancel is a proposal of its own. */
const VERBS = {
  approve: { path: 'approvals', title: 'proposal.approveTitle', action: 'proposal.approve', what: 'proposal.approveWhat', did: 'proposal.didApprove' },
  reject: { path: 'rejections', title: 'proposal.rejectTitle', action: 'proposal.reject', what: 'proposal.rejectWhat', did: 'proposal.didReject' },
  cancel: { path: '', title: 'proposal.cancelTitle', action: 'proposal.cancelAction', what: 'proposal.cancelWhat', did: 'proposal.didCancel' },
  withdraw: { path: 'withdrawal', title: 'proposal.withdrawTitle', action: 'proposal.withdraw', what: 'proposal.withdrawWhat', did: 'proposal.didWithdraw' },
} as const satisfies Record<Verb, object>;

/** Voting or withdrawing, with what it means said once more. */
export function Decide({ chain, proposal, verb, onClose }: DecideProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { id } = proposal;
  const { title, action, what, did, ...to } = VERBS[verb];
  const request = verb === 'cancel' ? { path: `/chains/${chain.chainId}/proposals`, body: { changes: [{ kind: 'cancel-change', change: id }] } } : { path: `/chains/${chain.chainId}/proposals/${id}/${to.path}`, body: {} };
  const change = useChange<Approved | Rejected | SubmissionView | ProposalMade>(['committee', 'chains', 'nodes'], (answer) => {
    const voted = 'approved' in answer ? answer.approved : 'rejected' in answer ? answer.rejected : [];
    notifications.show({ message: t('proposal' in answer && 'id' in answer && answer.proposal === null ? 'proposal.didCancelAtOnce' : did, { id, seats: voted.map(({ label }) => label).join(', ') }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  return (
    <Confirm
      title={t(title, { id, chain: chain.name })}
      action={t(action)}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', request.path, request.body, ['chains', verb, chain.name, String(id)])}
      onConfirm={() => change.mutate(request)}
      onClose={onClose}
    >
      {proposal.words.map((sentence, index) => <p key={index}>{words(sentence)}</p>)}
      {proposal.outlook !== null && verb !== 'withdraw' && <PlanLines plan={proposal.outlook.plan} />}
      {proposal.outlook !== null && <p>{words(proposal.outlook.words)}</p>}
      <p>{t(what)}</p>
    </Confirm>
  );
}
