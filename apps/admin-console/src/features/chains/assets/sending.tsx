import type { ChainView, SubmissionView } from '@bystack/api';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemPanel } from '../../../parts/problem-panel';
import { Sign } from '../../../parts/sign';
import { serverNow } from '../../../platform/api';
import { type Change, useChange } from '../../../platform/use-change';
import { Outcome } from '../records/submission';

/** A move of assets on its way: when it was sent, and when what came of it was here. */
export function useSending(onDone: () => void) {
  const [sentAtMs, setSentAtMs] = useState(0);
  const [doneAtMs, setDoneAtMs] = useState(0);
  const change = useChange<SubmissionView>(['assets', 'holdings', 'blocks', 'chains'], () => {
    setDoneAtMs(serverNow());
    onDone();
  });
  const send = (asked: Change) => {
    setSentAtMs(serverNow());
    change.mutate(asked);
  };
  return { change, send, sentAtMs, doneAtMs };
}

/** What is said of it. @param mend what to do about an error, where that can be done here */
export function Sending({ chain, of: { change, sentAtMs, doneAtMs }, mend }: { readonly chain: ChainView; readonly of: ReturnType<typeof useSending>; readonly mend?: (error: Error) => ReactNode }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite" className="submission">
      {change.isPending && <Sign kind="busy">{t('submission.sent')}</Sign>}
      {change.error !== null && <ProblemPanel error={change.error} title={t('assets.failed')} action={mend?.(change.error)} />}
      {change.data !== undefined && !change.isPending && <Outcome chain={chain} view={change.data} fromMs={sentAtMs} toMs={doneAtMs} />}
    </div>
  );
}
