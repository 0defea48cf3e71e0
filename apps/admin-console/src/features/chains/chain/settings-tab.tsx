import type { ChainView, Operation } from '@bystack/api';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { Confirm } from '../../../parts/confirm';
import { CopyAs } from '../../../parts/copy-as';
import { download } from '../../../parts/download';
import { Section } from '../../../parts/page-head';
import { ProblemPanel } from '../../../parts/problem-panel';
import { API } from '../../../platform/api';
import { queries } from '../../../platform/queries';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';
import { useChain } from './use-chain';

type Verb = 'stop' | 'start' | 'delete';

function Act({ chain, verb, onClose }: { readonly chain: ChainView; readonly verb: Verb; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const change = useChange<Operation>(['chains', 'nodes', 'hosts'], (operation) => {
    client.setQueryData(queries.operation(operation.id).queryKey, operation);
    void navigate({ to: '/operations/$operationId', params: { operationId: operation.id } });
  });
  const path = verb === 'delete' ? `/chains/${chain.chainId}` : `/chains/${chain.chainId}/${verb}`;
  const method = verb === 'delete' ? 'DELETE' : 'POST';
  const body = verb === 'delete' ? { confirmName: chain.name } : {};
  const words = verb === 'delete' ? ['chains', 'delete', chain.name, '--confirm', chain.name] : ['chains', verb, chain.name];
  return (
    <Confirm
      title={t(`chainAct.${verb}.title`, { name: chain.name })}
      action={t(`chainAct.${verb}.action`)}
      danger={verb === 'delete'}
      name={verb === 'delete' ? chain.name : undefined}
      pending={change.isPending}
      error={change.error}
      recipe={recipe(method, path, body, words)}
      onConfirm={() => change.mutate({ method, path, body })}
      onClose={onClose}
    >
      <p>{t(`chainAct.${verb}.what`, { name: chain.name, count: chain.validators })}</p>
      <p>{t(`chainAct.${verb}.undo`)}</p>
    </Confirm>
  );
}

function Documents({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const blueprint = useQuery({ ...queries.blueprint(chain.chainId), enabled: false });
  const save = async () => {
    const { data } = await blueprint.refetch();
    if (data !== undefined) download(`${chain.name}.blueprint.json`, `${JSON.stringify(data, null, 2)}\n`);
  };
  return (
    <>
      <Section
        title={t('documents.genesis')}
        note={t('documents.genesisNote')}
        actions={
          <>
            <CopyAs compact of={recipe('GET', `/chains/${chain.chainId}/genesis`, undefined, ['chains', 'genesis', chain.name])} />
            <Button component="a" href={`${API}/chains/${chain.chainId}/genesis`} download={`${chain.name}.genesis.json`} variant="default">
              {t('documents.genesisGet')}
            </Button>
          </>
        }
        children={null}
      />
      <Section
        title={t('documents.blueprint')}
        note={t('documents.blueprintNote')}
        actions={
          <>
            <CopyAs compact of={recipe('GET', `/chains/${chain.chainId}/blueprint`, undefined)} />
            <BusyButton variant="default" busy={blueprint.isFetching} onClick={() => void save()}>
              {t('documents.blueprintGet')}
            </BusyButton>
          </>
        }
      >
        {blueprint.error !== null && <ProblemPanel error={blueprint.error} />}
      </Section>
    </>
  );
}

function Row({ verb, name, children }: { readonly verb: Verb; readonly name: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return <Section title={t(`chainAct.${verb}.heading`)} note={t(`chainAct.${verb}.note`, { name })} actions={children} children={null} />;
}

export function SettingsTab() {
  const { t } = useTranslation();
  const chain = useChain();
  const [verb, setVerb] = useState<Verb | null>(null);
  const stopped = chain.state === 'stopped' || chain.state === 'stopping';
  const switchVerb: Verb = stopped ? 'start' : 'stop';
  return (
    <>
      <Documents chain={chain} />
      <Row verb={switchVerb} name={chain.name}>
        <Button variant="default" onClick={() => setVerb(switchVerb)}>
          {t(`chainAct.${switchVerb}.action`)}
        </Button>
      </Row>
      <Row verb="delete" name={chain.name}>
        <Button variant="outline" color="var(--bad)" onClick={() => setVerb('delete')}>
          {t('chainAct.delete.open')}
        </Button>
      </Row>
      {verb !== null && <Act chain={chain} verb={verb} onClose={() => setVerb(null)} />}
    </>
  );
}
