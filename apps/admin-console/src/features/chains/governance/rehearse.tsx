import type { ChainView, Operation, Rehearse as Asked } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { Loaded } from '../../../parts/loaded';
import { ProblemPanel } from '../../../parts/problem-panel';
import { Refused } from '../../../platform/problem';
import { queries } from '../../../platform/queries';
import { textOf } from '../../../platform/text-of';
import { useChange } from '../../../platform/use-change';
import { OperationSteps } from '../../operations/operation-steps';
import { useOperation } from '../../operations/use-operation';
import { Report } from './report';

interface RehearseProps {
  readonly chain: ChainView;
  /** Changes, or a proposal by its number. */
  readonly asked: Asked;
}

/** Tries the change out on the live records before anybody votes. What was tried is shown only while it is what is asked for. */
export function Rehearse({ chain, asked }: RehearseProps) {
  const { t } = useTranslation();
  const text = textOf(asked);
  const [begun, setBegun] = useState<{ readonly id: string; readonly of: string } | null>(null);
  const begin = useChange<Operation>(['operations'], ({ id }) => setBegun({ id, of: text }));
  const id = begun?.of === text ? begun.id : null;
  return (
    <div className="rehearsal">
      <div>
        <BusyButton size="xs" variant="default" busy={begin.isPending} aria-label={asked.proposal === undefined ? undefined : t('rehearsal.this', { id: asked.proposal })} onClick={() => begin.mutate({ path: `/chains/${chain.chainId}/rehearsals`, body: asked })}>
          {t(id === null ? 'rehearsal.begin' : 'rehearsal.again')}
        </BusyButton>
        {id === null && <p className="hint">{t('rehearsal.what')}</p>}
      </div>
      {begin.error !== null && <ProblemPanel error={begin.error} />}
      {id !== null && <Trial key={id} chainId={chain.chainId} id={id} isPlanSaid />}
    </div>
  );
}

/** Its observed steps, then what came of it. */
export function Trial({ chainId, id, isPlanSaid }: { readonly chainId: string; readonly id: string; readonly isPlanSaid?: boolean }) {
  const { t } = useTranslation();
  const operation = useOperation(id);
  const isDone = operation.data?.state === 'succeeded';
  const rehearsal = useQuery({ ...queries.rehearsal(chainId, id), enabled: isDone });
  return (
    <Loaded of={operation}>
      {(data) => (
        <>
          {!isDone && <OperationSteps operation={data} />}
          {data.problem !== null && <ProblemPanel title={t('operation.failed')} error={new Refused({ type: '', title: data.problem.code, status: 0, ...data.problem })} />}
          {isDone && <Loaded of={rehearsal}>{({ report }) => report && <Report chainId={chainId} report={report} isPlanSaid={isPlanSaid} />}</Loaded>}
        </>
      )}
    </Loaded>
  );
}
