import type { CreatedChain } from '@bystack/api';
import { Button, Group, Stepper, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { PageHead } from '../../../parts/page-head';
import { ProblemPanel } from '../../../parts/problem-panel';
import { fieldErrors, problemOf } from '../../../platform/problem';
import { queries } from '../../../platform/queries';
import { useLanguage, useWords } from '../../../platform/texts';
import { useChange } from '../../../platform/use-change';
import { toCreateChain, useDraft } from './draft';
import { useFieldNamed } from './field-named';
import { ModulesStep } from './modules-step';
import { ReviewStep } from './review-step';
import { STEPS, type WizardStep } from './steps';
import { holdsUp, stepOf, useOutlook } from './use-outlook';
import { TemplateStep } from './template-step';
import { ValidatorsStep } from './validators-step';

const route = getRouteApi('/inside/chains/new');

function useCreate(onDone: () => void) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  return useChange<CreatedChain>(['chains', 'hosts'], ({ operation, warnings }) => {
    onDone();
    client.setQueryData(queries.operation(operation.id).queryKey, operation);
    for (const warning of warnings) notifications.show({ title: t('create.warning'), message: words(warning.words), color: 'yellow', closeButtonProps: { 'aria-label': t('close') } });
    void navigate({ to: '/operations/$operationId', params: { operationId: operation.id } });
  });
}

/** With the next step the keyboard goes on at its beginning: the button that led to it may be gone, or wait for what is asked there. */
function useFocusOnStep(step: WizardStep) {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) place.current?.focus({ preventScroll: true });
    before.current = step;
  }, [step]);
  return place;
}

export function CreatePage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [draft, setDraft, forget] = useDraft(search.template);
  const chosen = draft.template;
  const template = useQuery({ ...queries.template(chosen), enabled: chosen !== '' }).data;
  const create = useCreate(forget);
  const outlook = useOutlook(draft, template);
  const fieldNamed = useFieldNamed(draft, template);
  const refused = create.error ?? outlook.error;
  const errors = refused === null ? {} : fieldErrors(problemOf(refused), language);
  const change: typeof setDraft = (part) => {
    outlook.reset();
    create.reset();
    setDraft(part);
  };
  const step = template === undefined ? 'template' : (search.step ?? (search.template === undefined ? 'template' : 'modules'));
  const place = useFocusOnStep(step);
  const index = STEPS.indexOf(step);
  const goTo = (next: WizardStep | undefined) => void navigate({ search: { template: chosen || undefined, step: next } });
  const wrongStep = refused === null ? undefined : stepOf(problemOf(refused).field);
  const isNamed = draft.name.trim() !== '';
  const complete = step !== 'validators' || isNamed;
  const onwards = () => outlook.mutate(undefined, { onSettled: (_said, error) => (error !== null && holdsUp(error, step) ? undefined : goTo(STEPS[index + 1])) });
  const isHeld = outlook.error !== null && step !== 'review' && holdsUp(outlook.error, step);
  const submit = () => template !== undefined && create.mutate({ path: '/chains', body: toCreateChain(draft, template) });
  return (
    <div>
      <PageHead title={t('create.title')} lead={t('create.lead')} />
      <Stepper active={index} onStepClick={(next) => goTo(STEPS[next])} size="sm" mb="xl" allowNextStepsSelect={false} aria-label={t('create.steps')} className="stepper">
        {STEPS.map((each) => (
          <Stepper.Step key={each} label={t(`create.step.${each}`)} aria-label={t(`create.step.${each}`)} aria-current={each === step ? 'step' : undefined} />
        ))}
      </Stepper>
      <div ref={place} tabIndex={-1} role="group" aria-label={t(`create.step.${step}`)} className="step-place">
        {step === 'template' && (
          <TemplateStep
            chosen={chosen}
            onChoose={(picked) => {
              change(picked.name === chosen ? {} : { template: picked.name, slots: {}, validators: null });
              void navigate({ search: { template: picked.name, step: 'modules' } });
            }}
          />
        )}
        {template !== undefined && step === 'modules' && <ModulesStep draft={draft} template={template} onChange={change} errors={errors} />}
        {template !== undefined && step === 'validators' && <ValidatorsStep draft={draft} template={template} onChange={change} errors={errors} />}
        {template !== undefined && step === 'review' && <ReviewStep draft={draft} template={template} error={create.error} fieldNamed={fieldNamed} />}
      </div>
      <VisuallyHidden role="status">{outlook.isPending ? t('create.asking') : create.isPending ? t('create.making') : ''}</VisuallyHidden>
      {isHeld && <ProblemPanel error={outlook.error} title={t('create.notYet')} fieldNamed={fieldNamed} />}
      {step !== 'template' && (
        <Group mt={isHeld ? 'md' : undefined}>
          <Button variant="default" onClick={() => goTo(STEPS[index - 1])}>
            {t('back')}
          </Button>
          {step === 'review' && !isNamed ? (
            <Button onClick={() => goTo('validators')}>{t('create.nameFirst')}</Button>
          ) : step === 'review' ? (
            <BusyButton onClick={submit} busy={create.isPending}>
              {t('create.action')}
            </BusyButton>
          ) : (
            <BusyButton onClick={onwards} busy={outlook.isPending} disabled={!complete}>
              {t('continue')}
            </BusyButton>
          )}
          {wrongStep !== undefined && wrongStep !== step && (step === 'review' || isHeld) && (
            <Button variant="subtle" onClick={() => goTo(wrongStep)}>
              {t('create.fix')}
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}
