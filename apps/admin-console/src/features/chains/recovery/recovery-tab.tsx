import type { ChainRecoveryView, PastRecovery } from '@bystack/api';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { OperationSteps } from '../../operations/operation-steps';
import { useOperation } from '../../operations/use-operation';
import { useChain } from '../chain/use-chain';
import { LostSentence } from './lost-sentence';
import { StartAgain } from './start-again';
import { ValidatorsLeft } from './validators-left';

const inside = getRouteApi('/inside');

/** Leads through starting a chain again whose every validator was put back from an older copy. */
export function RecoveryTab() {
  const seen = useQuery(queries.recovery(useChain().chainId));
  return <Loaded of={seen}>{(data) => <Recovery seen={data} />}</Loaded>;
}

function Recovery({ seen }: { readonly seen: ChainRecoveryView }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <>
      <Section title={t('recovery.seen')} note={words(seen.words)}>
        <ValidatorsLeft validators={seen.validators} />
      </Section>
      {seen.state === 'possible' && seen.fromHeight !== null && <Offer seen={{ ...seen, fromHeight: seen.fromHeight }} />}
      {seen.operationId !== null && <UnderWay operationId={seen.operationId} />}
      {seen.past.length > 0 && <Past past={seen.past} />}
    </>
  );
}

function Offer({ seen }: { readonly seen: ChainRecoveryView & { readonly fromHeight: number } }) {
  const { t } = useTranslation();
  const chain = useChain();
  const { me } = inside.useRouteContext();
  const [asks, setAsks] = useState(false);
  const mayStart = me.permissions.includes('chains:recover');
  return (
    <>
      <Section title={t('recovery.lostTitle')}>
        <div className="prose">
          <LostSentence lost={seen.lost} />
          <p>{t('recovery.receipts')}</p>
        </div>
      </Section>
      <Section
        title={t('recovery.next')}
        actions={
          <Button disabled={!mayStart} onClick={() => setAsks(true)}>
            {t('recovery.start')}
          </Button>
        }
      >
        <ol className="prose">
          <li>{t('recovery.first')}</li>
          <li>{t('recovery.second', { needed: seen.needed })}</li>
          <li>{t('recovery.third')}</li>
        </ol>
        {!mayStart && <p className="note">{t('recovery.ownerOnly')}</p>}
      </Section>
      {asks && <StartAgain chain={chain} seen={seen} onClose={() => setAsks(false)} />}
    </>
  );
}

function UnderWay({ operationId }: { readonly operationId: string }) {
  const { t } = useTranslation();
  const operation = useOperation(operationId);
  return (
    <Section title={t('recovery.running')} note={t('recovery.runningNote')}>
      <Loaded of={operation}>{(data) => <OperationSteps operation={data} />}</Loaded>
    </Section>
  );
}

function Past({ past }: { readonly past: readonly PastRecovery[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('recovery.past')} note={t('recovery.pastNote')}>
      {past.map(({ operationId, startedAtMs, fromHeight, lost }) => (
        <div key={operationId} className="prose">
          <p>
            <Time ms={startedAtMs} /> {t('recovery.wentOn', { height: format.number(fromHeight) })}
          </p>
          <LostSentence lost={lost} />
        </div>
      ))}
    </Section>
  );
}
