import type { ChainView, JsonObject, TransactionView } from '@bystack/api';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { TextLink } from '../../../parts/links';
import { Section } from '../../../parts/page-head';
import { ShortId } from '../../../parts/short-id';
import { Raw } from '../../../parts/raw';
import { Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { refusalWords } from '../../../platform/problem';
import { queries } from '../../../platform/queries';
import { useLanguage, useWords } from '../../../platform/texts';
import { BurialSentence } from '../competition/burial-sentence';
import { useChain } from '../chain/use-chain';
import { ReceiptButton } from '../records/submission';
import { KeyName } from '../key-name';
import { rulesOf } from '../rules-in-force';
import { useRulesThen } from '../use-rules-then';
import { Calls } from './calls';
import { Effects } from './effects';
import { Events } from './events';
import { FromExplorer } from './from-explorer';
import { Moves } from './moves';
import { OpenInputs } from './open-inputs';
import { OutcomeSign } from './outcome-sign';
import { Recorded } from './recorded';

const route = getRouteApi('/inside/chains/$chainId/explorer/transactions/$txId');

/** Whoever reads an old transaction is told that its words are not today's. */
function RulesOfThen({ chain, height }: { readonly chain: ChainView; readonly height: number | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const then = useRulesThen(chain.chainId, height);
  const cards = useQuery({ ...queries.commands(chain.chainId, then?.set), enabled: then?.set !== undefined }).data ?? [];
  if (then?.set === undefined || then.lastHeight === undefined) return null;
  const rules = rulesOf(cards);
  return (
    <p className="hint">
      {rules === undefined ? t('tx.modulesThen', { height: format.number(then.lastHeight) }) : t('tx.rulesThen', { height: format.number(then.lastHeight), rules: words(rules.title) })}{' '}
      <TextLink underline="always" to="/chains/$chainId/records" params={{ chainId: chain.chainId }} search={{ set: then.set }}>
        {t('tx.askThen')}
      </TextLink>
    </p>
  );
}

/** Who gives what to whom by what is signed; of a transaction that is refused, who would have. */
function Moved({ chain, tx }: { readonly chain: ChainView; readonly tx: TransactionView }) {
  const { t } = useTranslation();
  if (tx.inputs.length === 0 && tx.outputs.length === 0) return null;
  const title = t(tx.outcome?.kind === 'refused' ? 'moves.refused' : tx.state === 'pending' ? 'moves.waits' : 'moves.title');
  return (
    <Section title={title}>
      {tx.moved !== undefined && <Moves chain={chain} of={tx.moved} caption={title} height={tx.height} />}
      <Raw value={{ inputs: tx.inputs, outputs: tx.outputs } as JsonObject} label={`${t('tx.inputs')}, ${t('tx.outputs')}`} />
    </Section>
  );
}

function Details({ tx }: { readonly tx: TransactionView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const chain = useChain();
  const { chainId } = chain;
  const language = useLanguage();
  return (
    <>
      <Section title={t('tx.title')} actions={tx.state === 'final' && <ReceiptButton chain={chain} txId={tx.txId} />}>
        <Facts
          rows={[
            [t('tx.outcome'), <OutcomeSign key="outcome" outcome={tx.outcome} state={tx.state} />],
            [t('tx.state'), t(`txState.${tx.state}`)],
            [
              t('block.height'),
              tx.height === undefined ? (
                '–'
              ) : (
                <TextLink key="height" to="/chains/$chainId/explorer/blocks/$block" params={{ chainId, block: String(tx.height) }}>
                  {format.number(tx.height)}
                </TextLink>
              ),
            ],
            [t('block.time'), tx.timeMs === undefined ? '–' : <Time key="time" ms={tx.timeMs} />],
            [t('block.size'), format.bytes(tx.sizeBytes)],
            [t('tx.signers'), <Group key="signers" gap="xs">{tx.signers.map((signer) => <KeyName key={signer} chain={chain} publicKey={signer} />)}</Group>],
            [t('tx.id'), <ShortId key="id" id={tx.txId} whole />],
          ]}
        />
        <RulesOfThen chain={chain} height={tx.height} />
        {tx.burial !== undefined && <BurialSentence burial={tx.burial} height={tx.height} />}
        {tx.outcome?.kind === 'refused' && <p className="note warn">{refusalWords(tx.outcome, language)}</p>}
      </Section>
      <Calls chain={chain} tx={tx} />
      <Recorded chain={chain} tx={tx} />
      <OpenInputs chain={chain} tx={tx} />
      <Moved chain={chain} tx={tx} />
      <Effects chain={chain} effects={tx.effects ?? []} height={tx.height} own="openInputs" />
      <Events chain={chain} events={tx.events} />
    </>
  );
}

export function TransactionPage() {
  const { chainId, txId } = route.useParams();
  const tx = useQuery({ ...queries.transaction(chainId, txId), refetchInterval: (query) => (query.state.data?.state === 'pending' || query.state.data?.state === 'head' ? 1_000 : false) });
  return (
    <FromExplorer chainId={chainId} of={tx}>
      {(view) => <Details tx={view} />}
    </FromExplorer>
  );
}
