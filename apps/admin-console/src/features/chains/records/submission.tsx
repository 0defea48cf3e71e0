import type { ChainView, JsonObject, SubmissionView, TemplateForm } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../../parts/copy-as';
import { download } from '../../../parts/download';
import { TextLink } from '../../../parts/links';
import { ProblemPanel } from '../../../parts/problem-panel';
import { ShortId } from '../../../parts/short-id';
import { Sign } from '../../../parts/sign';
import { Lasted } from '../../../parts/time';
import { getText, serverNow, serverTime } from '../../../platform/api';
import { useFormat } from '../../../platform/format';
import { type FieldNamed, fieldErrors, inWordsOf, problemOf, refusalWords } from '../../../platform/problem';
import { queries } from '../../../platform/queries';
import { recipe } from '../../../platform/recipe';
import { useLanguage, useWords } from '../../../platform/texts';
import { useChange } from '../../../platform/use-change';
import { BurialSentence } from '../competition/burial-sentence';
import { useVocabulary } from '../use-vocabulary';
import { type ByPointer, namedIn, pointerOf, refusedAt } from './refused-fields';

export interface Submitted {
  readonly module: string;
  readonly command: string;
  readonly payload: JsonObject;
  /** That filled the payload in; undefined: it came as it is. */
  readonly form?: TemplateForm | undefined;
  /** Counts submissions of this page; each is shown once. */
  readonly number: number;
}

export function ReceiptButton({ chain, txId }: { readonly chain: ChainView; readonly txId: string }) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const path = `/chains/${chain.chainId}/receipts/${txId}`;
  const save = () =>
    getText(path).then(
      (text) => download(`receipt-${txId.slice(0, 12)}.json`, text),
      (problem: unknown) => setError(problem),
    );
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={() => void save()}>
        {t('receipt.download')}
      </Button>
      <CopyAs compact of={recipe('GET', path, undefined, ['receipt', chain.name, txId, '-o', 'receipt.json'])} />
      {error !== null && <ProblemPanel error={error} title={t('receipt.failed')} />}
    </>
  );
}

/** What the chain says happened, in its own words: also that a record was there already. */
function Happened({ chain, txId }: { readonly chain: ChainView; readonly txId: string }) {
  const { t } = useTranslation();
  const { events = [], height } = useQuery(queries.transaction(chain.chainId, txId)).data ?? {};
  const vocabulary = useVocabulary(chain.chainId, height);
  if (events.length === 0) return null;
  const counts = new Map<string, number>();
  const called = events.map(({ module, name, data }) => vocabulary.event(module, name, data));
  for (const words of called) counts.set(words, (counts.get(words) ?? 0) + 1);
  return <p>{t('submission.happened', { what: [...counts].map(([words, count]) => (count === 1 ? words : `${words} (${count})`)).join(' · ') })}</p>;
}

interface Latest {
  readonly view: SubmissionView;
  /** When that was so; null: it goes on. */
  readonly untilMs: number | null;
}

/** Where depth makes final, what is observed until then, asked again and again. */
function useLatest(chain: ChainView, submitted: SubmissionView, answeredMs: number): Latest {
  const isOnItsWay = submitted.burial !== undefined;
  const { data, dataUpdatedAt } = useQuery({ ...queries.transaction(chain.chainId, submitted.txId), enabled: isOnItsWay, refetchInterval: (query) => (query.state.data?.state === 'final' ? false : 2_000) });
  if (!isOnItsWay) return { view: submitted, untilMs: answeredMs };
  if (data === undefined) return { view: submitted, untilMs: null };
  const { state, height, outcome, burial } = data;
  return { view: { txId: submitted.txId, signer: submitted.signer, state, height, outcome, burial }, untilMs: state === 'final' ? serverTime(dataUpdatedAt) : null };
}

interface OutcomeProps {
  readonly chain: ChainView;
  readonly view: SubmissionView;
  readonly fromMs: number;
  readonly toMs: number;
  /** How the form that was sent calls its fields. */
  readonly fieldNamed?: FieldNamed;
}

const NO_FORM: FieldNamed = () => undefined;

export function Outcome({ chain, view: submitted, fromMs, toMs, fieldNamed = NO_FORM }: OutcomeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const { view, untilMs } = useLatest(chain, submitted, toMs);
  const refused = view.outcome?.kind === 'refused' ? view.outcome : undefined;
  const final = view.state === 'final';
  return (
    <div className={`note ${refused !== undefined ? 'warn' : 'good'}`}>
      <p>
        {refused !== undefined ? <Sign kind="warn">{t('submission.refused')}</Sign> : final ? <Sign kind="good">{t('submission.final')}</Sign> : <Sign kind="busy">{t(`txState.${view.state}`)}</Sign>}{' '}
        {final && view.height !== undefined && t('submission.finalText', { height: format.number(view.height) })} <Lasted fromMs={fromMs} toMs={untilMs} />
      </p>
      {view.burial !== undefined && <BurialSentence burial={view.burial} height={view.height} />}
      {refused !== undefined && (
        <p>
          {inWordsOf(refusalWords(refused, language), refused.facts.path, pointerOf(refused), fieldNamed)} <code>{refused.code}</code>
        </p>
      )}
      {final && refused === undefined && <Happened chain={chain} txId={view.txId} />}
      <Group gap="sm" mt="xs">
        <TextLink to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId: chain.chainId, txId: view.txId }}>
          {t('submission.show')}
        </TextLink>
        <ShortId id={view.txId} />
        {final && <ReceiptButton chain={chain} txId={view.txId} />}
      </Group>
    </div>
  );
}

interface SubmissionProps {
  readonly chain: ChainView;
  readonly submitted: Submitted;
  readonly onRefused: (refused: ByPointer) => void;
  /** What to do about an error, where that can be done here. */
  readonly mend?: (error: Error) => ReactNode;
}

/** One submission from its sending until it is final (or was refused), as observed. */
export function Submission({ chain, submitted, onRefused, mend }: SubmissionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useWords();
  const fieldNamed = submitted.form === undefined ? undefined : namedIn(submitted.form, words);
  const [fromMs] = useState(serverNow);
  const [toMs, setToMs] = useState(0);
  const submit = useChange<SubmissionView>(['blocks', 'chains', 'lookup'], (view) => {
    setToMs(serverNow());
    onRefused(refusedAt(view.outcome, language));
  });
  const sent = useRef(false);
  const send = () => {
    const { module, command, payload } = submitted;
    submit.mutate(
      { path: `/chains/${chain.chainId}/submissions`, body: { module, command, payload, wait: 'final' } },
      { onError: (error) => onRefused(fieldErrors(problemOf(error), language)) },
    );
  };
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    send();
  });
  return (
    <div aria-live="polite" className="submission">
      {submit.isPending && (
        <p>
          <Sign kind="busy">{t('submission.sent')}</Sign> {t('submission.waiting')} <Lasted fromMs={fromMs} toMs={null} />
        </p>
      )}
      {submit.error !== null && <ProblemPanel error={submit.error} title={t('submission.failed')} onRetry={send} fieldNamed={fieldNamed} action={mend?.(submit.error)} />}
      {submit.data !== undefined && <Outcome chain={chain} view={submit.data} fromMs={fromMs} toMs={toMs} fieldNamed={fieldNamed} />}
    </div>
  );
}
