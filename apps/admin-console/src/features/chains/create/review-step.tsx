import type { Template } from '@bystack/api';
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Recipes } from '../../../parts/copy-as';
import { download } from '../../../parts/download';
import { Facts } from '../../../parts/facts';
import { Section } from '../../../parts/page-head';
import { ProblemPanel } from '../../../parts/problem-panel';
import type { FieldNamed } from '../../../platform/problem';
import { useWords } from '../../../platform/texts';
import { SlotsTable } from '../slots-table';
import { useChosenSlot } from '../use-chosen-slot';
import { Changed } from './changed';
import { assetsIn, choiceIn, type Draft, isCompetition, SLOTS, toBlueprint, validatorsIn } from './draft';
import { createRecipe } from './create-recipe';
import { useUnwise } from './use-outlook';
import { Strength } from './validators-step';

interface ReviewStepProps {
  readonly draft: Draft;
  readonly template: Template;
  readonly error: unknown;
  readonly fieldNamed: FieldNamed;
}

/** Everything that was chosen on one page, to be read, kept and repeated by machine. */
export function ReviewStep({ draft, template, error, fieldNamed }: ReviewStepProps) {
  const { t } = useTranslation();
  const total = validatorsIn(draft, template);
  const name = draft.name.trim() || t('create.noName');
  return (
    <>
      <Section title={t('create.reviewTitle', { name })} note={t('create.reviewNote')}>
        <Stack gap="lg">
          <Choices draft={draft} template={template} />
          <Strength total={total} isOpen={isCompetition(draft, template)} />
          <Slots draft={draft} template={template} />
          <Unwise draft={draft} template={template} />
          <Text>{t('create.willHappen', { count: total, name })}</Text>
          {error !== null && <ProblemPanel error={error} title={t('create.failed')} fieldNamed={fieldNamed} />}
        </Stack>
      </Section>
      <ByMachine draft={draft} template={template} />
    </>
  );
}

type Drafted = Pick<ReviewStepProps, 'draft' | 'template'>;

function Choices({ draft, template }: Drafted) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Facts
      rows={[
        [t('create.name'), draft.name.trim() || t('create.noName')],
        [t('create.template'), `${words(template.title)} ${template.version}`],
        [t(isCompetition(draft, template) ? 'competition.nodes' : 'create.validators'), String(validatorsIn(draft, template))],
        [t('create.assetsFact'), t(assetsIn(draft, template) === 'enabled' ? 'create.assetsEnabled' : 'create.assetsDisabled')],
        [t('create.keepBlocks'), draft.keepBlocks === null ? t('create.keepsAll') : t('nodes.keepsBlocks', { count: draft.keepBlocks })],
      ]}
    />
  );
}

function Unwise({ draft, template }: Drafted) {
  const words = useWords();
  return useUnwise(draft, template).map((warning) => <div key={words(warning.words)} className="note warn" role="note">{words(warning.words)}</div>);
}

function Slots({ draft, template }: Drafted) {
  const { t } = useTranslation();
  const chosen = useChosenSlot();
  const slots = SLOTS.map((slot) => {
    const choice = choiceIn(draft, template, slot);
    const { card, filled } = chosen(slot, choice);
    return { ...filled, more: <Changed preset={template.slots[slot]} choice={choice} schema={card?.params ?? {}} /> };
  });
  return <SlotsTable caption={t('create.modulesTitle')} slots={slots} />;
}

function ByMachine({ draft, template }: Drafted) {
  const { t } = useTranslation();
  return (
    <Section title={t('create.machineTitle')} note={t('create.machineNote')}>
      <Stack gap="md">
        <Group>
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => download(`${draft.name || template.name}.blueprint.json`, `${JSON.stringify(toBlueprint(draft, template), null, 2)}\n`)}>
            {t('create.blueprint')}
          </Button>
        </Group>
        <Recipes of={createRecipe(draft, template)} />
      </Stack>
    </Section>
  );
}
