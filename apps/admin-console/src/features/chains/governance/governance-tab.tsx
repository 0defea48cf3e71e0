import type { ChainSeatView, ProposalView } from '@bystack/api';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../parts/empty';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useChain } from '../chain/use-chain';
import { Committee } from './committee';
import { Decide } from './decide';
import { Decided } from './decided';
import { ProposalItem, type Verb } from './proposal-item';
import { Guide } from './guide';
import { ModulesSection } from './modules-section';
import { Propose } from './propose';
import { RenewKeys } from './renew-keys';
import { NO_WISH, type Wish } from './wish';

/** Who decides on a chain, and what waits for their decision. */
export function GovernanceTab() {
  const { t } = useTranslation();
  const chain = useChain();
  const format = useFormat();
  const committee = useQuery(queries.committee(chain.chainId));
  const proposals = useQuery(queries.proposals(chain.chainId));
  const [wish, setWish] = useState<Wish | null>(null);
  const [renewing, setRenewing] = useState<ChainSeatView | null>(null);
  const [deciding, setDeciding] = useState<{ readonly proposal: ProposalView; readonly verb: Verb } | null>(null);
  if (chain.competition !== null) return <Empty title={t('committee.title')}>{t('committee.nobody')}</Empty>;
  const now = committee.data;
  const facts = now && { epoch: now.epoch, height: format.number(now.firstHeight), quorum: now.quorum, seats: now.seats.length, mayFail: now.mayFail, scheme: t(now.scheme === 'bls' ? 'committee.bls' : 'committee.ed25519') };
  return (
    <>
      {now && <Guide chain={chain} proposals={proposals.data ?? []} onPropose={() => setWish({ ...NO_WISH, kind: 'rules' })} onApprove={(proposal) => setDeciding({ proposal, verb: 'approve' })} />}
      <Section title={t('proposal.title')} note={t('proposal.lead')} actions={now && <Button size="xs" onClick={() => setWish(NO_WISH)}>{t('propose.open')}</Button>}>
        <Loaded of={proposals}>
          {(items) => (items.length === 0 ? <p className="hint">{t('proposal.none')}</p> : <ul className="proposals">{items.map((proposal) => <ProposalItem key={proposal.id} chain={chain} proposal={proposal} onAct={(one, verb) => setDeciding({ proposal: one, verb })} />)}</ul>)}
        </Loaded>
      </Section>
      <ModulesSection chain={chain} />
      <Section title={t('committee.title')} note={facts && t('committee.note', facts)}>
        <Loaded of={committee}>{(data) => <Committee committee={data} onRemove={({ seat }) => setWish({ ...NO_WISH, kind: 'remove', seat: String(seat) })} onRenew={setRenewing} />}</Loaded>
      </Section>
      <Decided chain={chain} />
      {wish !== null && now && <Propose chain={chain} committee={now} first={wish} onClose={() => setWish(null)} />}
      {renewing !== null && now && <RenewKeys chain={chain} committee={now} seat={renewing} onClose={() => setRenewing(null)} />}
      {deciding !== null && <Decide chain={chain} {...deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}
