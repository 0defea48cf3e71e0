import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type SchemaFieldProps, useFieldWords } from './field-props';
import { readTyped, typedOf } from './typed-number';

/** What is typed stays as it is typed, also where it is no number (yet): half a decimal, words, two numbers. */
export function NumberField(props: SchemaFieldProps) {
  const { schema, value, onChange } = props;
  const [typed, setTyped] = useState(() => typedOf(value));
  const shown = readTyped(typed) === value ? typed : typedOf(value);
  const unit = typeof schema['x-unit'] === 'string' ? schema['x-unit'] : undefined;
  const [example] = Array.isArray(schema.examples) ? (schema.examples as readonly unknown[]) : [];
  const change = (text: string) => {
    setTyped(text);
    onChange(readTyped(text));
  };
  return <TextInput {...useFieldWords(props)} inputMode="decimal" placeholder={typeof example === 'number' ? typedOf(example) : undefined} value={shown} rightSection={unit && <Text size="sm">{unit}</Text>} rightSectionWidth={unit && `${unit.length + 2}ch`} onChange={(event) => change(event.currentTarget.value)} />;
}
