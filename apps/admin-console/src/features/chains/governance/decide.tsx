import type { ChainView, ProposalView } from '@bystack/api';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { recipe } from '../../../platform/recipe';
import { useWords } from '../../../platform/texts';
import { useChange } from '../../../platform/use-change';
import { PlanLines } from './plan-lines';
import type { Verb } from './proposal-item';
import { RuleChanges, WholeProposal } from './rule-changes';
import { toldOf, type Answer } from './vote-keys';

interface DecideProps {
  readonly chain: ChainView;
  readonly proposal: ProposalView;
  readonly verb: Verb;
  readonly onClose: () => void;
}

/** Where a vote goes, and the words for it. To cancel is a proposal of its own. */
const VERBS = {
  approve: { path: 'approvals', title: 'proposal.approveTitle', action: 'proposal.approve', what: 'proposal.approveWhat' },
  reject: { path: 'rejections', title: 'proposal.rejectTitle', action: 'proposal.reject', what: 'proposal.rejectWhat' },
  cancel: { path: '', title: 'proposal.cancelTitle', action: 'proposal.cancelAction', what: 'proposal.cancelWhat' },
  withdraw: { path: 'withdrawal', title: 'proposal.withdrawTitle', action: 'proposal.withdraw', what: 'proposal.withdrawWhat' },
} as const satisfies Record<Verb, object>;

/** Voting or withdrawing, with what it means said once more. */
export function Decide({ chain, proposal, verb, onClose }: DecideProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { id } = proposal;
  const { title, action, what, ...to } = VERBS[verb];
  const request = verb === 'cancel' ? { path: `/chains/${chain.chainId}/proposals`, body: { changes: [{ kind: 'cancel-change', change: id }] } } : { path: `/chains/${chain.chainId}/proposals/${id}/${to.path}`, body: {} };
  const change = useChange<Answer>(['committee', 'chains', 'nodes'], (answer) => {
    const { key, seats } = toldOf(answer);
    const outcome = 'decided' in answer && !('id' in answer) ? words(answer.decided?.outcomeWords) : '';
    notifications.show({ message: `${t(key, { id, seats: seats.map(({ label }) => label).join(', ') })} ${outcome}`.trim(), closeButtonProps: { 'aria-label': t('close') } });
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
      <RuleChanges rules={(proposal.outlook ?? proposal.told)?.rules}><WholeProposal chain={chain} id={id} /></RuleChanges>
      {proposal.outlook !== null && <p>{words(proposal.outlook.words)}</p>}
      <p>{t(what)}</p>
    </Confirm>
  );
}
