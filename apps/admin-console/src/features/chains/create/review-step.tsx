import type { Template } from '@bystack/api';
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Recipes } from '../../../parts/copy-as';
import { download } from '../../../parts/download';
import { Facts } from '../../../parts/facts';
import { Section } from '../../../parts/page-head';
import { ProblemPanel } from '../../../parts/problem-panel';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { assetsIn, choiceIn, type Draft, isCompetition, SLOTS, toBlueprint, validatorsIn } from './draft';
import { createRecipe } from './create-recipe';
import { Strength } from './validators-step';

interface ReviewStepProps {
  readonly draft: Draft;
  readonly template: Template;
  readonly error: unknown;
}

/** Everything that was chosen on one page, to be read, kept and repeated by machine. */
export function ReviewStep({ draft, template, error }: ReviewStepProps) {
  const { t } = useTranslation();
  const words = useWords();
  const cards = useQuery(queries.modules()).data ?? [];
  const total = validatorsIn(draft, template);
  const isOpen = isCompetition(draft, template);
  const slotRow = (slot: (typeof SLOTS)[number]) => {
    const choice = choiceIn(draft, template, slot);
    const card = cards.find((each) => each.name === choice.module && each.version === choice.version);
    return (
      <tr key={slot} role="row">
        <td role="cell" data-label={t('create.slot')}>{t(`slot.${slot}.question`)}</td>
        <td role="cell" data-label={t('create.choice')}>
          <div>
            <strong>{words(card?.title, choice.module)}</strong>
            <span className="sub">{words(card?.summary)}</span>
          </div>
        </td>
        <td role="cell" data-label={t('create.module')}>
          <div>
            {choice.module} {choice.version}
            {draft.slots[slot] !== undefined && <span className="sub">{t('create.changed')}</span>}
          </div>
        </td>
      </tr>
    );
  };
  return (
    <>
      <Section title={t('create.reviewTitle', { name: draft.name })} note={t('create.reviewNote')}>
        <Stack gap="lg">
          <Facts
            rows={[
              [t('create.name'), draft.name],
              [t('create.template'), `${words(template.title)} ${template.version}`],
              [t(isOpen ? 'competition.nodes' : 'create.validators'), String(total)],
              [t('create.assetsFact'), t(assetsIn(draft, template) === 'enabled' ? 'create.assetsEnabled' : 'create.assetsDisabled')],
              [t('create.keepBlocks'), draft.keepBlocks === null ? t('create.keepsAll') : t('nodes.keepsBlocks', { count: draft.keepBlocks })],
            ]}
          />
          <Strength total={total} isOpen={isOpen} />
          <table className="table" role="table" aria-label={t('create.modulesTitle')}>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">{t('create.slot')}</th>
                <th role="columnheader" scope="col">{t('create.choice')}</th>
                <th role="columnheader" scope="col">{t('create.module')}</th>
              </tr>
            </thead>
            <tbody role="rowgroup">{SLOTS.map(slotRow)}</tbody>
          </table>
          <Text>{t('create.willHappen', { count: total, name: draft.name })}</Text>
          {error !== null && <ProblemPanel error={error} title={t('create.failed')} />}
        </Stack>
      </Section>
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
    </>
  );
}
