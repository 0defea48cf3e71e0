import type { Json } from '@bystack/api';
import type { Proved, ProvedRecord, StateProved, WorkProved } from '@bystack/sdk/browser';
import { Text, Title } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { Section } from '../../parts/page-head';
import { Sign } from '../../parts/sign';
import { Time } from '../../parts/time';
import { type Format, useFormat } from '../../platform/format';
import { useWords } from '../../platform/texts';
import type { Checked } from './check';

const BAD = { genesis: 'check.badGenesis', checkpoint: 'check.badCheckpoint', evidence: 'check.bad' } as const;

/** What a checked file proved, in words. */
export function Verdict({ of }: { readonly of: Checked }) {
  const { t } = useTranslation();
  const words = useWords();
  if (of.kind === 'invalid') {
    return (
      <Section title={t('check.verdict')}>
        <Sign kind="bad">{t(BAD[of.what])}</Sign>
        <Facts rows={[...(of.field === '' ? [] : [[t('check.where'), <code key="field">{of.field}</code>] as const]), [t('check.reason'), words(of.reason)]]} />
      </Section>
    );
  }
  return (
    <Section title={t('check.verdict')}>
      <Sign kind="good">{t('check.holds')}</Sign>
      <Text size="sm" mb="sm">{t('check.trust', { name: of.proved.chainName })}</Text>
      {of.proved.work !== undefined && <Text size="sm">{t('check.workLimits')}</Text>}
      {of.kind === 'receipt' ? <OfReceipt proved={of.proved} /> : <OfState proved={of.proved} />}
    </Section>
  );
}

function OfReceipt({ proved }: { readonly proved: Proved }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { block } = proved;
  return (
    <>
      <Facts
        rows={[
          [t('check.outcome'), t(proved.outcome === 'accepted' ? 'check.accepted' : 'check.refused', { code: proved.refusal?.code ?? '' })],
          [t('check.transaction'), <code key="id">{proved.txId}</code>],
          [t('check.signers'), <code key="signers">{proved.signers.join(' ')}</code>],
          [t('check.inclusion'), t('check.inclusionText', { place: block.index + 1, of: block.transactions, height: block.height })],
          [t('check.made'), <Time key="time" ms={block.timeMs} />],
          ...certificateRows(t, proved),
          ...workRows(t, format, proved.work),
          [t('check.chainId'), <code key="chain">{proved.chainId}</code>],
        ]}
      />
      <SpeaksOfThen height={block.height} timeMs={block.timeMs} />
      {proved.certificate !== undefined && <Text size="sm" mt="sm">{t('check.undone', { count: leastToUndo(proved.certificate) })}</Text>}
      {proved.calls.map((call, index) => (
        <Said key={index} title={t('check.asked', { what: `${call.module} · ${call.command}` })} value={call.payload} />
      ))}
      {proved.events.map((event, index) => (
        <Said key={index} title={t('check.happened', { what: `${event.module} · ${event.name}` })} value={event.data} />
      ))}
    </>
  );
}

/** Evidence is as old as its block. */
function SpeaksOfThen({ height, timeMs }: { readonly height: number; readonly timeMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <Text size="sm" mt="sm">{t('check.then', { height: format.number(height), time: format.time(timeMs) })}</Text>;
}

/** So many would have to sign two contradicting things. */
function leastToUndo({ seats, quorum }: NonNullable<Proved['certificate']>): number {
  return seats - 2 * (seats - quorum);
}

function Said({ title, value }: { readonly title: string; readonly value: Json }) {
  return (
    <>
      <Title order={3} size="h5" mt="md" mb={4}>
        {title}
      </Title>
      <JsonView label={title} value={value} />
    </>
  );
}

type Row = readonly [string, ReactNode];

function certificateRows(t: TFunction, { certificate, handOvers }: Proved): readonly Row[] {
  if (certificate === undefined) return [];
  const who = certificate.signedBy.map(({ label }) => label).join(', ');
  return [
    [t('check.certificate'), t('check.certificateText', { signed: certificate.signedBy.length, seats: certificate.seats, quorum: certificate.quorum, height: certificate.height, who })],
    ...(certificate.isRestart ? [[t('check.restart'), t('check.restartText')] as const] : []),
    [t('check.committee'), handOvers === 0 ? t('check.founding') : t('check.handOvers', { count: handOvers })],
  ];
}

/** What stands where a certificate would on a chain of open competition. */
function workRows(t: TFunction, format: Format, work: WorkProved | undefined): readonly Row[] {
  if (work === undefined) return [];
  const hashes = (count: string) => format.compact(BigInt(count));
  return [
    [t('check.buried'), t('check.buriedText', { count: work.depth, hashes: hashes(work.workAbove) })],
    [t('check.work'), t('check.workText', { count: work.headers, hashes: hashes(work.totalWork) })],
    [t('check.madeBetween'), <><Time ms={work.firstTimeMs} /> – <Time ms={work.lastTimeMs} /></>],
    [t('check.restsOn'), work.anchorHeight === 0 ? t('check.onGenesis') : t('check.onCheckpoint', { height: work.anchorHeight })],
  ];
}

function OfState({ proved }: { readonly proved: StateProved }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { block, certificate, work, record } = proved;
  return (
    <>
      <Facts
        rows={[
          ...(record === undefined ? [] : recordRows(t, record)),
          [t('check.place'), <code key="place">{`${proved.module} / ${proved.store} / 0x${proved.key}`}</code>],
          ...(record === undefined ? [[t('check.value'), proved.value === null ? t('check.nothing') : <code key="value">{`0x${proved.value}`}</code>] as const] : []),
          [t('check.block'), t('check.blockText', { height: block.height })],
          [t('check.made'), <Time key="time" ms={block.timeMs} />],
          ...(certificate === undefined ? [] : [[t('check.certificate'), t('check.stateCertificateText', { signed: certificate.signers, seats: certificate.seats, quorum: certificate.quorum })] as const]),
          ...workRows(t, format, work),
          [t('check.chainId'), <code key="chain">{proved.chainId}</code>],
        ]}
      />
      <SpeaksOfThen height={block.height} timeMs={block.timeMs} />
      {record !== undefined && <Said title={t('check.recordWhole')} value={record.whole} />}
    </>
  );
}

function recordRows(t: TFunction, { type, key, state, version }: ProvedRecord): readonly Row[] {
  return [
    [t('check.record'), <><code>{type}</code> <code>{key}</code></>],
    [t('check.recordState'), t('check.recordStateText', { state, version })],
    [t('check.recordPlace'), t('check.recordPlaceText')],
  ];
}
