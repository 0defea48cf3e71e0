import { objectOf, type JsonObject, type ModuleCard, type SlotChoice, type SlotName, type Template } from '@bystack/api';
import { Button, Radio, Stack, Text, Title } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { startValue } from '../../../parts/schema-form/schema';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { assetsIn, type ChangeDraft, choiceIn, type Draft, SLOTS } from './draft';
import { offeredIn } from './offered';
import { ParamsForm } from './params-form';

const sameModule = (card: ModuleCard, choice: SlotChoice) => card.name === choice.module && card.version === choice.version;
const idOf = (choice: { readonly module: string; readonly version: string }) => `${choice.module}@${choice.version}`;

/** What the template says that another module understands, too; the control plane does the same for whoever leaves parameters out. */
function sharedParams(card: ModuleCard, preset: JsonObject): JsonObject {
  const known = objectOf(card.params.properties);
  return Object.fromEntries(Object.entries(preset).filter(([name]) => Object.hasOwn(known, name)));
}

interface SlotRowProps {
  readonly slot: SlotName;
  readonly choice: SlotChoice;
  /** What the template says. */
  readonly preset: SlotChoice;
  readonly offered: readonly ModuleCard[];
  /** Whether the chain will keep assets: some modules are about them. */
  readonly keepsAssets: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (choice: SlotChoice) => void;
}

function SlotRow({ slot, choice, preset, offered, keepsAssets, errors, onChange }: SlotRowProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [wanted, setOpen] = useState(false);
  // What is refused is in there.
  const open = wanted || Object.keys(errors).length > 0;
  const panel = useId();
  const card = offered.find((each) => sameModule(each, choice));
  const pick = (id: string) => {
    const next = offered.find((each) => idOf({ module: each.name, version: each.version }) === id);
    if (next === undefined) return;
    if (next.name === preset.module) return onChange(preset);
    onChange({ module: next.name, version: next.version, params: { ...objectOf(startValue(next.params, Date.now())), ...sharedParams(next, preset.params) } });
  };
  const whyImpossible = (each: ModuleCard) => {
    if (each.notAtFounding !== undefined) return words(each.errors.find(({ code }) => code === each.notAtFounding)?.words, each.notAtFounding);
    return each.needsAssets === true && !keepsAssets ? t('create.needsAssets') : undefined;
  };
  const adjustable = Object.keys(objectOf(card?.params.properties)).length > 0;
  return (
    <div className="slot">
      <div>
        <Title order={3}>{t(`slot.${slot}.question`)}</Title>
        <Text size="xs" c="dimmed">
          {t(`slot.${slot}.hint`)}
        </Text>
      </div>
      <Stack gap="xs">
        {offered.length > 1 ? (
          <Radio.Group value={idOf(choice)} onChange={pick} aria-label={t(`slot.${slot}.question`)}>
            <Stack gap="sm">
              {offered.map((each) => (
                <Radio key={idOf({ module: each.name, version: each.version })} value={idOf({ module: each.name, version: each.version })} label={words(each.title, each.name)} disabled={whyImpossible(each) !== undefined} description={[`${words(each.summary)} (${each.name} ${each.version})`, whyImpossible(each)].filter((part) => part !== undefined).join(' · ')} />
              ))}
            </Stack>
          </Radio.Group>
        ) : (
          <div>
            <Text fw={600}>{words(card?.title, choice.module)}</Text>
            <Text>{words(card?.summary)}</Text>
            <Text size="xs" c="dimmed">
              {choice.module} {choice.version} · {t('create.onlyChoice')}
            </Text>
          </div>
        )}
        {card !== undefined && adjustable && (
          <>
            <Button variant="subtle" size="xs" w="fit-content" ml={-10} leftSection={<IconAdjustments size={15} aria-hidden />} aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
              {open ? t('create.hideParams') : t('create.showParams')}
            </Button>
            <div id={panel} hidden={!open}>
              <ParamsForm schema={card.params} value={choice.params} errors={errors} onChange={(params: JsonObject) => onChange({ ...choice, params })} />
            </div>
          </>
        )}
      </Stack>
    </div>
  );
}

interface ModulesStepProps {
  readonly draft: Draft;
  readonly template: Template;
  readonly onChange: ChangeDraft;
  readonly errors: Readonly<Record<string, string>>;
}

/** Problems of one slot's parameters, by pointer inside the parameters. */
function errorsOf(errors: Readonly<Record<string, string>>, slot: SlotName): Record<string, string> {
  const before = `/slots/${slot}/params`;
  return Object.fromEntries(Object.entries(errors).filter(([at]) => at.startsWith(before)).map(([at, sentence]) => [at.slice(before.length), sentence]));
}

export function ModulesStep({ draft, template, onChange, errors }: ModulesStepProps) {
  const { t } = useTranslation();
  const modules = useQuery(queries.modules());
  return (
    <Section title={t('create.modulesTitle')} note={t('create.modulesNote')}>
      <Loaded of={modules} lines={6}>
        {(cards) =>
          SLOTS.map((slot) => (
            <SlotRow
              key={slot}
              slot={slot}
              choice={choiceIn(draft, template, slot)}
              preset={template.slots[slot]}
              offered={offeredIn(cards, slot, choiceIn(draft, template, slot))}
              keepsAssets={assetsIn(draft, template) === 'enabled'}
              errors={errorsOf(errors, slot)}
              onChange={(choice) => onChange({ slots: { ...draft.slots, [slot]: choice } })}
            />
          ))
        }
      </Loaded>
    </Section>
  );
}
