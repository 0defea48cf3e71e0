import { hasEnoughApprovals, type ChainView, type ProposalView, type SeatName } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Fact, Facts } from '../../../parts/facts';
import { Sign } from '../../../parts/sign';
import { Age, Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { useWords } from '../../../platform/texts';
import { Arithmetic, WhatItDoes } from './arithmetic';
import { isOfModules } from './guide-steps';
import { Rehearse } from './rehearse';
import { WholeProposal } from './rule-changes';

/** Its place on the page. */
export const anchorOf = (id: number): string => `proposal-${id}`;
export type Verb = 'approve' | 'reject' | 'withdraw' | 'cancel';

const NO_RULES = { rules: [] };

interface ProposalItemProps {
  readonly chain: ChainView;
  readonly proposal: ProposalView;
  readonly onAct: (proposal: ProposalView, verb: Verb) => void;
}

/** One thing to decide: what will change, the sums, who is for it, who is missing, until when. */
export function ProposalItem({ chain, proposal, onAct }: ProposalItemProps) {
  const { t } = useTranslation();
  const words = useWords();
  const isOpen = proposal.state === 'open';
  const whole = <WholeProposal chain={chain} id={proposal.id} />;
  return (
    <li className="proposal" id={anchorOf(proposal.id)} ref={useFocusOnArrival(proposal.id)} tabIndex={-1}>
      <div className="proposal-head">
        <div>
          <Standing proposal={proposal} />
          {proposal.words.map((sentence, index) => <p key={index} className="proposal-words">{words(sentence)}</p>)}
          {proposal.note !== '' && <p className="hint">{t('proposal.note', { note: proposal.note })}</p>}
        </div>
        {isOpen && (
          <Group gap="xs">
            {proposal.proposedBy.nodeId !== null && (
              <Button variant="default" size="xs" onClick={() => onAct(proposal, 'withdraw')} aria-label={t('proposal.withdrawThis', { id: proposal.id })}>
                {t('proposal.withdraw')}
              </Button>
            )}
            <Button variant="default" size="xs" onClick={() => onAct(proposal, 'reject')} aria-label={t('proposal.rejectThis', { id: proposal.id })}>
              {t('proposal.reject')}
            </Button>
            <Button size="xs" onClick={() => onAct(proposal, 'approve')} aria-label={t('proposal.approveThis', { id: proposal.id })}>
              {t('proposal.approve')}
            </Button>
          </Group>
        )}
        {proposal.state === 'approved' && (
          <Button variant="default" size="xs" onClick={() => onAct(proposal, 'cancel')} aria-label={t('proposal.cancelThis', { id: proposal.id })}>
            {t('proposal.cancel')}
          </Button>
        )}
      </div>
      {proposal.outlook !== null && <Arithmetic outlook={proposal.outlook}>{whole}</Arithmetic>}
      {proposal.told !== null && proposal.told !== undefined && <div className="arithmetic"><WhatItDoes told={proposal.told}>{whole}</WhatItDoes></div>}
      {isOfModules(proposal) && (proposal.outlook ?? proposal.told ?? NO_RULES).rules.length === 0 && whole}
      {hasEnoughApprovals(proposal) && <p className="note">{t(proposal.outlook?.waits ? 'proposal.onceMoreLater' : 'proposal.onceMore')}</p>}
      <Facts rows={useFacts(proposal)} />
      {proposal.state !== 'expired' && isOfModules(proposal) && <Rehearse chain={chain} asked={{ proposal: proposal.id }} />}
    </li>
  );
}

/** Whoever comes by a link to one proposal stands at it, however late the list comes. */
function useFocusOnArrival(id: number) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (window.location.hash === `#${anchorOf(id)}`) item.current?.focus();
  }, [id]);
  return item;
}

function Standing({ proposal: { id, state, approvals, needed, lastHeight } }: { readonly proposal: ProposalView }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (state === 'approved') return <Sign kind="good">{t('proposal.approved', { id, height: format.number(lastHeight ?? 0) })}</Sign>;
  if (state === 'expired') return <Sign kind="still">{t('proposal.expired', { id })}</Sign>;
  return <Sign kind="busy">{t('proposal.open', { id, approvals: approvals.length, needed })}</Sign>;
}

function useFacts({ state, lastHeightAboutMs, proposedBy, proposedAtMs, expiresAtMs, approvals, rejections, missing, needed, quorum, newcomers }: ProposalView): readonly Fact[] {
  const { t } = useTranslation();
  const names = (seats: readonly SeatName[]) => (seats.length === 0 ? t('proposal.nobody') : seats.map(({ label }) => label).join(', '));
  const confirmed = newcomers.filter(({ isConfirmed }) => isConfirmed).length;
  return [
    [t('proposal.by'), <>{proposedBy.label} · <Age ms={proposedAtMs} /></>],
    ...(lastHeightAboutMs === null ? [] : [[t('proposal.takesEffect'), <span key="about">{t('proposal.about')} <Time ms={lastHeightAboutMs} /></span>]] as const),
    [t('proposal.for'), names(approvals)],
    ...(rejections.length > 0 ? [[t('proposal.against'), names(rejections)]] as const : []),
    ...(state === 'open' && quorum > needed ? [[t('proposal.voted'), t('proposal.votedOf', { voted: approvals.length + rejections.length, quorum })]] as const : []),
    ...(state === 'open' ? [[t('proposal.missing'), names(missing)], [t('proposal.until'), <Time key="until" ms={expiresAtMs} />]] as const : []),
    ...(newcomers.length > 0 ? [[t('proposal.newcomers'), t('proposal.confirmed', { confirmed, of: newcomers.length })]] as const : []),
  ];
}
