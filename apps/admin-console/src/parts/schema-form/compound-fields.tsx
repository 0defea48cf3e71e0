import { objectOf, type Json, type JsonObject } from '@bystack/api';
import { ActionIcon, Button, Fieldset, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { use, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InnerForm, type SchemaFieldProps, useFieldWords } from './field-props';
import { itemsIn } from './schema';

/** The first sentence among the errors at or below a pointer. */
const errorWithin = (errors: Readonly<Record<string, string>>, at: string): string | undefined =>
  errors[at] ?? Object.entries(errors).find(([pointer]) => pointer.startsWith(`${at}/`))?.[1];

function Legend({ label, required }: { readonly label: string; readonly required: boolean }) {
  return (
    <>
      {label}
      {required && (
        <Text component="span" c="var(--bad)" aria-hidden>
          {' *'}
        </Text>
      )}
    </>
  );
}

export function GroupField(props: SchemaFieldProps) {
  const Form = use(InnerForm);
  const { label, description } = useFieldWords(props);
  return (
    <Fieldset legend={<Legend label={label} required={props.required} />}>
      {description !== undefined && <p className="hint">{description}</p>}
      <Form schema={props.schema} value={objectOf(props.value)} onChange={props.onChange} errors={props.errors} at={props.at} />
    </Fieldset>
  );
}

/** A list of texts: one input each, a new one by button. */
export function ListField(props: SchemaFieldProps) {
  const { t } = useTranslation();
  const { label, description } = useFieldWords(props);
  const held = Array.isArray(props.value) ? props.value.map(String) : [];
  const shown = held.length === 0 ? [''] : held;
  const change = (next: readonly string[]) => props.onChange(next.every((item) => item === '') && next.length < 2 ? undefined : [...next]);
  const example = itemsIn(props.schema).examples;
  return (
    <Fieldset legend={<Legend label={label} required={props.required} />}>
      {description !== undefined && <p className="hint">{description}</p>}
      <Stack gap="xs">
        {shown.map((item, index) => (
          <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              flex={1}
              aria-label={t('form.entry', { name: label, n: index + 1 })}
              placeholder={Array.isArray(example) ? String(example[0]) : undefined}
              value={item}
              error={errorWithin(props.errors, `${props.at}/${index}`) ?? (index === 0 ? props.errors[props.at] : undefined)}
              onChange={(event) => change(shown.with(index, event.currentTarget.value))}
            />
            {shown.length > 1 && (
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('form.removeEntry', { name: label, n: index + 1 })} onClick={() => change(shown.toSpliced(index, 1))}>
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
        <Button className="add-entry" variant="subtle" size="xs" w="fit-content" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change([...shown, ''])}>
          {t('form.add', { name: label })}
        </Button>
      </Stack>
    </Fieldset>
  );
}

/** A list of things with fields of their own. */
export function RowsField(props: SchemaFieldProps) {
  const Form = use(InnerForm);
  const { t } = useTranslation();
  const { label, description, error } = useFieldWords(props);
  const rows = Array.isArray(props.value) ? (props.value as readonly Json[]) : [];
  const change = (next: readonly Json[]) => props.onChange(next.length === 0 ? undefined : [...next]);
  return (
    <Fieldset legend={<Legend label={label} required={props.required} />}>
      {description !== undefined && <p className="hint">{description}</p>}
      {error !== undefined && <p className="field-error">{error}</p>}
      <Stack gap="sm">
        {rows.map((row, index) => (
          <Fieldset key={index} legend={t('form.entry', { name: label, n: index + 1 })}>
            <Form schema={itemsIn(props.schema)} value={objectOf(row)} onChange={(next: JsonObject) => change(rows.with(index, next))} errors={props.errors} at={`${props.at}/${index}`} />
            <Button mt="xs" variant="subtle" color="gray" size="xs" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => change(rows.toSpliced(index, 1))}>
              {t('form.removeEntry', { name: label, n: index + 1 })}
            </Button>
          </Fieldset>
        ))}
        <Button className="add-entry" variant="subtle" size="xs" w="fit-content" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change([...rows, {}])}>
          {t('form.add', { name: label })}
        </Button>
      </Stack>
    </Fieldset>
  );
}

/** What no input suits is edited as JSON; only what parses is passed on. */
export function RawField(props: SchemaFieldProps) {
  const { t } = useTranslation();
  const words = useFieldWords(props);
  const [text, setText] = useState(props.value === undefined ? '' : JSON.stringify(props.value, null, 2));
  const [bad, setBad] = useState(false);
  const change = (next: string) => {
    setText(next);
    try {
      props.onChange(next.trim() === '' ? undefined : (JSON.parse(next) as Json));
      setBad(false);
    } catch {
      setBad(true);
    }
  };
  return <Textarea {...words} classNames={{ input: 'mono' }} autosize minRows={3} maxRows={16} spellCheck={false} value={text} error={bad ? t('form.notJson') : errorWithin(props.errors, props.at)} onChange={(event) => change(event.currentTarget.value)} />;
}
