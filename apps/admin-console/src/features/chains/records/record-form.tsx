import { objectOf, type ChainView, type JsonObject, type TemplateForm } from '@bystack/api';
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../../parts/copy-as';
import { fillPayload } from '../../../parts/schema-form/payload';
import { choicesMissing, missingIn, pruned, startValue, wordsOf } from '../../../parts/schema-form/schema';
import { SchemaForm } from '../../../parts/schema-form/schema-form';
import { useWords } from '../../../platform/texts';
import { type ByPointer, refusedFields } from './refused-fields';
import { type OnSubmit, submitRecipe } from './submit';

interface RecordFormProps {
  readonly chain: ChainView;
  readonly form: TemplateForm;
  /** What the last submission was refused for, by pointer of its payload. */
  readonly refused: ByPointer;
  readonly disabled: boolean;
  readonly onSubmit: OnSubmit;
}

/** A form of the template, drawn from its schema. */
export function RecordForm({ chain, form, refused, disabled, onSubmit }: RecordFormProps) {
  const { t } = useTranslation();
  const words = useWords();
  const help = words(form.help);
  const [value, setValue] = useState<JsonObject>(() => objectOf(startValue(form.schema, Date.now())));
  const payload = () => objectOf(fillPayload(form.payload, objectOf(pruned(value))));
  const [missed, setMissed] = useState<ByPointer>({});
  const titleOf = (name: string) => `“${words(wordsOf(objectOf(objectOf(form.schema.properties)[name]), 'title'), name)}”`;
  const send = () => {
    const missing = missingIn(form.schema, value).map((at) => [at, t('form.required')]);
    const open = choicesMissing(form.schema, value).map((names) => [`/${names[0]}`, t('form.either', { fields: names.map(titleOf).join(t('form.or')) })]);
    setMissed(Object.fromEntries([...missing, ...open]));
    if (missing.length + open.length === 0) onSubmit(form.module, form.command, payload(), form);
  };
  return (
    <form
      noValidate
      className="record-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {help !== '' && (
        <Text c="dimmed" mb="md" maw="46rem">
          {help}
        </Text>
      )}
      <SchemaForm
        schema={form.schema}
        value={value}
        errors={{ ...refusedFields(form, refused), ...missed }}
        onChange={(next) => {
          setValue(next);
          setMissed({});
        }}
      />
      <Group mt="lg" gap="xs">
        <Button type="submit" disabled={disabled}>
          {t('records.submit')}
        </Button>
        <CopyAs of={submitRecipe(chain, { module: form.module, command: form.command, payload: payload() })} />
      </Group>
    </form>
  );
}
