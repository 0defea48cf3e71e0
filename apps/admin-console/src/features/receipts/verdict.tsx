import type { Proved, StateProved } from '@bystack/sdk/browser';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { Section } from '../../parts/page-head';
import { Sign } from '../../parts/sign';
import { Time } from '../../parts/time';
import type { Checked } from './check';

/** What a checked file proved, in words. */
export function Verdict({ of }: { readonly of: Checked }) {
  const { t } = useTranslation();
  if (of.kind === 'invalid') {
    return (
      <Section title={t('check.verdict')}>
        <Sign kind="bad">{t(of.what === 'genesis' ? 'check.badGenesis' : 'check.bad')}</Sign>
        <Facts rows={[...(of.field === '' ? [] : [[t('check.where'), <code key="field">{of.field}</code>] as const]), [t('check.reason'), of.reason]]} />
      </Section>
    );
  }
  return (
    <Section title={t('check.verdict')}>
      <Sign kind="good">{t('check.holds')}</Sign>
      <Text size="sm">{t('check.trust', { name: of.proved.chainName })}</Text>
      {of.kind === 'receipt' ? <OfReceipt proved={of.proved} /> : <OfState proved={of.proved} />}
    </Section>
  );
}

function OfReceipt({ proved }: { readonly proved: Proved }) {
  const { t } = useTranslation();
  const { block, certificate } = proved;
  return (
    <>
      <Facts
        rows={[
          [t('check.outcome'), t(proved.outcome === 'accepted' ? 'check.accepted' : 'check.refused', { code: proved.refusal?.code ?? '' })],
          [t('check.transaction'), <code key="id">{proved.txId}</code>],
          [t('check.signers'), <code key="signers">{proved.signers.join(' ')}</code>],
          [t('check.inclusion'), t('check.inclusionText', { place: block.index + 1, of: block.transactions, height: block.height })],
          [t('check.made'), <Time key="time" ms={block.timeMs} />],
          [t('check.certificate'), t('check.certificateText', { signed: certificate.signedBy.length, seats: certificate.seats, quorum: certificate.quorum, height: certificate.height, who: certificate.signedBy.map(({ label }) => label).join(', ') })],
          [t('check.committee'), proved.handOvers === 0 ? t('check.founding') : t('check.handOvers', { count: proved.handOvers })],
          [t('check.chainId'), <code key="chain">{proved.chainId}</code>],
        ]}
      />
      {proved.calls.map((call) => (
        <JsonView key={`${call.module}.${call.command}`} label={`${call.module}.${call.command}`} value={call.payload} />
      ))}
    </>
  );
}

function OfState({ proved }: { readonly proved: StateProved }) {
  const { t } = useTranslation();
  const { block, certificate } = proved;
  return (
    <Facts
      rows={[
        [t('check.place'), <code key="place">{`${proved.module} / ${proved.store} / 0x${proved.key}`}</code>],
        [t('check.value'), proved.value === null ? t('check.nothing') : <code key="value">{`0x${proved.value}`}</code>],
        [t('check.block'), t('check.blockText', { height: block.height })],
        [t('check.made'), <Time key="time" ms={block.timeMs} />],
        [t('check.certificate'), t('check.stateCertificateText', { signed: certificate.signers, seats: certificate.seats, quorum: certificate.quorum })],
        [t('check.chainId'), <code key="chain">{proved.chainId}</code>],
      ]}
    />
  );
}
