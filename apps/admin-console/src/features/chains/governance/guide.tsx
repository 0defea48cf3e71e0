import type { ChainModulesView, ChainView, ProposalView, RehearsalView } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../parts/links';
import { Section } from '../../../parts/page-head';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { rulesOf } from '../rules-in-force';
import { guideSteps } from './guide-steps';

interface GuideProps {
  readonly chain: ChainView;
  readonly proposals: readonly ProposalView[];
  readonly onPropose: () => void;
  readonly onApprove: (proposal: ProposalView) => void;
}
const HIDDEN_AS = 'bystack-guide-hidden';

/** Leads once through changing the rules of a running chain. Each step is done when the chain shows it, not when a button was pressed. */
export function Guide(props: GuideProps) {
  const { chain } = props;
  const modules = useQuery(queries.modulesInForce(chain.chainId)).data;
  const rehearsals = useQuery(queries.rehearsals(chain.chainId)).data;
  const hasRules = rulesOf(useQuery(queries.commands(chain.chainId)).data ?? []) !== undefined;
  const [isHidden, setHidden] = useState(() => localStorage.getItem(HIDDEN_AS) === '1');
  if (isHidden || !hasRules || modules === undefined || rehearsals === undefined) return null;
  const hide = () => {
    localStorage.setItem(HIDDEN_AS, '1');
    setHidden(true);
  };
  return <Steps {...props} modules={modules} rehearsals={rehearsals} onHide={hide} />;
}

function Steps({ chain, proposals, modules, rehearsals, onPropose, onApprove, onHide }: GuideProps & { readonly modules: ChainModulesView; readonly rehearsals: readonly RehearsalView[]; readonly onHide: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { steps, open } = guideSteps({ modules, rehearsals, proposals });
  const next = steps.find(({ isDone }) => !isDone)?.name;
  const facts = { entries: format.counted('entries', modules.migrating?.entries ?? 0), height: format.number(modules.firstHeights[modules.set] ?? 0) };
  return (
    <Section title={t('guide.title')} note={t('guide.note')}>
      <ol className="steps">
        {steps.map(({ name, isDone }) => (
          <li key={name} className={isDone ? 'done' : name === next ? 'running' : 'waiting'}>
            {isDone ? <IconCircleCheck size={18} aria-label={t('stepState.done')} color="var(--good)" /> : <IconCircle size={18} aria-label={t('stepState.waiting')} />}
            <span>{t(`guide.${name}`)}{name === 'watch' && modules.due !== null && <span className="figure">{` · ${t('guide.carried', facts)}`}</span>}{name === 'watch' && isDone && <span className="figure">{` · ${t('guide.switched', facts)}`}</span>}</span>
          </li>
        ))}
      </ol>
      <Group gap="xs" mt="sm">
        {(next === 'rehearse' || next === 'propose') && <Button size="xs" onClick={onPropose}>{t('guide.toRules')}</Button>}
        {next === 'approve' && open !== undefined && <Button size="xs" onClick={() => onApprove(open)}>{t('proposal.approveThis', { id: open.id })}</Button>}
        {next === undefined && (
          <>
            <ButtonLink size="xs" to="/chains/$chainId/records" params={{ chainId: chain.chainId }}>{t('guide.toRecords')}</ButtonLink>
            <ButtonLink size="xs" variant="default" to="/chains/$chainId/records" params={{ chainId: chain.chainId }} search={{ set: modules.set - 1 }}>{t('guide.toPast')}</ButtonLink>
          </>
        )}
        <Button size="xs" variant="subtle" onClick={onHide}>{t('guide.hide')}</Button>
      </Group>
    </Section>
  );
}
