import type { Json } from '@bystack/api';
import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../platform/texts';
import { GroupField, ListField, RawField, RowsField } from './compound-fields';
import { type SchemaFieldProps, useFieldWords } from './field-props';
import { FingerprintField } from './fingerprint-field';
import { KnownField } from './known-field';
import { NumberField } from './number-field';
import { choiceWords, kindOf } from './schema';

const twoDigits = (value: number) => String(value).padStart(2, '0');
/** For `<input type=datetime-local>`: local, to the second. */
function localMoment(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const day = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-');
  return `${day}T${[at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':')}`;
}

function Choice(props: SchemaFieldProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { schema, value, required, onChange } = props;
  const choices = (schema.enum as readonly Json[]).map((choice) => ({ choice, value: String(choice), label: words(choiceWords(schema, choice), String(choice)) }));
  const none = required && value !== undefined ? [] : [{ value: '', label: words(choiceWords(schema, ''), t('form.choose')) }];
  const pick = (picked: string) => onChange(choices.find((each) => each.value === picked)?.choice);
  return <NativeSelect {...useFieldWords(props)} data={[...none, ...choices.map(({ value: held, label }) => ({ value: held, label }))]} value={value === undefined ? '' : String(value)} onChange={(event) => pick(event.currentTarget.value)} />;
}

function Text(props: SchemaFieldProps) {
  const { schema, value, onChange } = props;
  const shared = { ...useFieldWords(props), value: typeof value === 'string' ? value : '', maxLength: typeof schema.maxLength === 'number' ? schema.maxLength : undefined };
  const example = Array.isArray(schema.examples) && typeof schema.examples[0] === 'string' ? schema.examples[0] : undefined;
  if (kindOf(schema) === 'paragraph') return <Textarea {...shared} placeholder={example} autosize minRows={2} maxRows={8} onChange={(event) => onChange(event.currentTarget.value || undefined)} />;
  return <TextInput {...shared} placeholder={example} onChange={(event) => onChange(event.currentTarget.value || undefined)} />;
}

function Moment(props: SchemaFieldProps) {
  const { schema, value, onChange } = props;
  const words = useFieldWords(props);
  const day = kindOf(schema) === 'day';
  const held = typeof value === 'string' ? value : '';
  const change = (text: string) => onChange(text === '' ? undefined : day ? text : new Date(text).toISOString());
  return <TextInput {...words} type={day ? 'date' : 'datetime-local'} step={day ? undefined : 1} value={day ? held : localMoment(held)} onChange={(event) => change(event.currentTarget.value)} />;
}

function Toggle(props: SchemaFieldProps) {
  const { withAsterisk: _asterisk, 'aria-required': _required, ...words } = useFieldWords(props);
  return <Switch {...words} checked={props.value === true} onChange={(event) => props.onChange(event.currentTarget.checked)} />;
}

/** One property of a schema as the input that suits it. */
export function SchemaField(props: SchemaFieldProps) {
  switch (kindOf(props.schema)) {
    case 'fixed':
      return null;
    case 'choice':
      return <Choice {...props} />;
    case 'fingerprint':
      return <FingerprintField {...props} />;
    case 'known':
      return <KnownField {...props} />;
    case 'text':
    case 'paragraph':
      return <Text {...props} />;
    case 'moment':
    case 'day':
      return <Moment {...props} />;
    case 'whole':
    case 'number':
      return <NumberField {...props} />;
    case 'switch':
      return <Toggle {...props} />;
    case 'list':
      return <ListField {...props} />;
    case 'rows':
      return <RowsField {...props} />;
    case 'group':
      return <GroupField {...props} />;
    default:
      return <RawField {...props} />;
  }
}
