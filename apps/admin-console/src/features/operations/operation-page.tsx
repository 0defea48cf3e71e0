import type { ChainView, Operation } from '@bystack/api';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../parts/links';
import { Loaded } from '../../parts/loaded';
import { PageHead } from '../../parts/page-head';
import { ProblemPanel } from '../../parts/problem-panel';
import { ShortId } from '../../parts/short-id';
import { Lasted, Time } from '../../parts/time';
import { Refused } from '../../platform/problem';
import { queries } from '../../platform/queries';
import { recipe } from '../../platform/recipe';
import { CopyAs } from '../../parts/copy-as';
import { useFormat } from '../../platform/format';
import { OperationSign, useOperationTitle } from './operation-sign';
import { OperationSteps } from './operation-steps';
import { useOperation } from './use-operation';

const route = getRouteApi('/inside/operations/$operationId');

/** What failed, in the words the operation itself recorded. */
function Failure({ operation }: { readonly operation: Operation }) {
  const { t } = useTranslation();
  if (operation.problem === null) return null;
  const { code, detail } = operation.problem;
  return <ProblemPanel title={t('operation.failed')} error={new Refused({ type: '', title: code, status: 0, code, detail })} />;
}

/** At the end of a creation: the first final block, and what to do with the chain. */
function Born({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const blocks = useQuery(queries.blocks(chain.chainId, 2, 1));
  const first = blocks.data?.find((block) => block.height === 1);
  return (
    <div className="note good">
      <p>{t('operation.born', { name: chain.name, running: chain.nodesRunning, of: chain.validators })}</p>
      {first !== undefined && (
        <p>
          {t('operation.firstBlock', { height: format.number(first.height) })} <Time ms={first.timeMs} /> <ShortId id={first.blockId} />
        </p>
      )}
      <Group gap="xs" mt="sm">
        <ButtonLink to="/chains/$chainId/records" params={{ chainId: chain.chainId }}>
          {t('operation.record')}
        </ButtonLink>
        <ButtonLink to="/chains/$chainId" params={{ chainId: chain.chainId }} variant="default">
          {t('operation.open')}
        </ButtonLink>
      </Group>
    </div>
  );
}

function End({ operation }: { readonly operation: Operation }) {
  const created = operation.kind === 'chain.create' && operation.state === 'succeeded';
  const chain = useQuery({ ...queries.chain(operation.subject.id), enabled: created });
  if (operation.state === 'failed') return <Failure operation={operation} />;
  return created && chain.data !== undefined ? <Born chain={chain.data} /> : null;
}

export function OperationPage() {
  const { t } = useTranslation();
  const { operationId } = route.useParams();
  const title = useOperationTitle();
  const operation = useOperation(operationId);
  return (
    <div>
      <Loaded of={operation} title={t('operation.title')}>
        {(data) => (
          <>
            <PageHead
              title={title(data)}
              lead={
                <Group gap="sm">
                  <OperationSign operation={data} />
                  <span>
                    {t('operation.since')} <Time ms={data.startedAtMs} /> · <Lasted fromMs={data.startedAtMs} toMs={data.endedAtMs} />
                  </span>
                </Group>
              }
              actions={<CopyAs of={recipe('GET', `/operations/${data.id}`, undefined)} />}
            />
            <OperationSteps operation={data} />
            <div style={{ marginTop: 24 }}>
              <End operation={data} />
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}
