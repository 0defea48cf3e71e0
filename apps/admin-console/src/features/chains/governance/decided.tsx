import type { ChainView, DecidedProposal, ProposalOutcome, SeatName } from '@bystack/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { Facts } from '../../../parts/facts';
import { TextLink } from '../../../parts/links';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { Sign, type SignKind } from '../../../parts/sign';
import { Age, Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { WhatChanged } from './what-changed';

/** At first, and so many more each time. */
const SHOWN = 5;
const MORE = 20;

const SIGNS: Readonly<Record<ProposalOutcome, SignKind>> = { 'took-effect': 'good', failed: 'bad', rejected: 'still', withdrawn: 'still', expired: 'still', cancelled: 'warn' };

/** What became of proposals, newest first, as the chain remembers it. */
export function Decided({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const decided = useInfiniteQuery(queries.decided(chain.chainId));
  const [shown, setShown] = useState(SHOWN);
  const known = decided.data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  const showMore = () => {
    setShown(shown + MORE);
    if (decided.hasNextPage && known < shown + MORE) void decided.fetchNextPage();
  };
  return (
    <Section title={t('decided.title')} note={t('decided.note')}>
      <Loaded of={decided}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items).slice(0, shown);
          return items.length === 0 ? <p className="hint">{t('decided.none')}</p> : <ul className="proposals">{items.map((one) => <DecidedItem key={one.id} chain={chain} decided={one} />)}</ul>;
        }}
      </Loaded>
      {(decided.hasNextPage || known > shown) && (
        <BusyButton variant="default" size="xs" mt="sm" busy={decided.isFetchingNextPage} onClick={showMore}>
          {t('decided.more')}
        </BusyButton>
      )}
    </Section>
  );
}

/** The heading says how it ended; whoever wants to know more opens it. */
function DecidedItem({ chain, decided: { id, outcome, outcomeWords, words: sentences, note, proposedBy, proposedAtMs, approvals, rejections, needed, validators, height, endedAtMs } }: { readonly chain: ChainView; readonly decided: DecidedProposal }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const names = (seats: readonly SeatName[]) => (seats.length === 0 ? t('proposal.nobody') : seats.map(({ label }) => label).join(', '));
  const isKnown = Object.hasOwn(SIGNS, outcome);
  return (
    <li className="proposal">
      <Sign kind={isKnown ? SIGNS[outcome] : 'still'}>{isKnown ? t(`decided.${outcome}`, { id }) : t('decided.over', { id })}</Sign>
      <div>
        {sentences.map((sentence, index) => <p key={index} className="proposal-words">{words(sentence)}</p>)}
        {note !== '' && <p className="hint">{t('proposal.note', { note })}</p>}
        <p>{words(outcomeWords)}</p>
        <WhatChanged chain={chain} id={id} tookEffect={outcome === 'took-effect'} />
      </div>
      <Facts
        rows={[
          [t('proposal.by'), <>{proposedBy.label} · <Age ms={proposedAtMs} /></>],
          [t('proposal.for'), t('decided.votes', { seats: names(approvals), approvals: approvals.length, validators, needed })],
          ...(rejections.length > 0 ? [[t('proposal.against'), names(rejections)]] as const : []),
          [t('decided.ended'), <><TextLink underline="always" to="/chains/$chainId/explorer/blocks/$block" params={{ chainId: chain.chainId, block: String(height) }}>{t('decided.block', { height: format.number(height) })}</TextLink> · <Time ms={endedAtMs} /></>],
        ]}
      />
    </li>
  );
}
