import type { Operation, OperationStep } from '@bystack/api';
import { VisuallyHidden } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Lasted } from '../../parts/time';
import { useWords } from '../../platform/texts';

const ICON = { waiting: IconCircle, running: IconLoader2, done: IconCircleCheck, failed: IconCircleX } as const;
const COLOUR = { waiting: undefined, running: 'var(--accent)', done: 'var(--good)', failed: 'var(--bad)' } as const;

function Step({ step }: { readonly step: OperationStep }) {
  const { t } = useTranslation();
  const words = useWords();
  const Icon = ICON[step.state];
  return (
    <li className={step.state}>
      <Icon size={18} aria-hidden color={COLOUR[step.state]} className={step.state === 'running' ? 'turning' : undefined} />
      <span>
        {words(step.words, step.name)}
        {step.progress !== undefined && <span className="figure">{` · ${t('operation.progress', step.progress)}`}</span>}
        <VisuallyHidden>{` (${t(`stepState.${step.state}`)})`}</VisuallyHidden>
      </span>
      {step.startedAtMs === null ? <span className="sub">{t('stepState.waiting')}</span> : <Lasted fromMs={step.startedAtMs} toMs={step.endedAtMs} />}
    </li>
  );
}

/** The steps as they were observed, each with its duration. */
export function OperationSteps({ operation }: { readonly operation: Operation }) {
  const { t } = useTranslation();
  const words = useWords();
  const current = operation.steps.find((step) => step.state === 'running' || step.state === 'failed');
  return (
    <>
      <VisuallyHidden aria-live="polite">{current === undefined ? t(`operationState.${operation.state}`) : `${words(current.words)} (${t(`stepState.${current.state}`)})`}</VisuallyHidden>
      <ol className="steps">
        {operation.steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
    </>
  );
}
