import type { Json, JsonObject } from '@bystack/api';
import { Stack } from '@mantine/core';
import { SchemaField } from './schema-field';
import { objectOf, propertiesOf, requiredIn } from './schema';

interface SchemaFormProps {
  readonly schema: JsonObject;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
  /** Sentences by JSON pointer, e.g. `/quantity/value`. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly at?: string;
  /** Properties that are not for the reader to change. */
  readonly without?: readonly string[];
}

/** A form drawn from an object schema. It keeps plain JSON; what it cannot draw it lets edit as JSON. */
export function SchemaForm({ schema, value, onChange, errors = {}, at = '', without = [] }: SchemaFormProps) {
  const change = (name: string, next: Json | undefined) => {
    const { [name]: _old, ...others } = value;
    onChange(next === undefined ? others : { ...others, [name]: next });
  };
  return (
    <Stack gap="md">
      {propertiesOf(schema)
        .filter(([name]) => !without.includes(name))
        .map(([name, property]) => (
          <SchemaField
            key={name}
            name={name}
            schema={objectOf(property)}
            required={requiredIn(schema, name)}
            value={value[name]}
            onChange={(next) => change(name, next)}
            errors={errors}
            at={`${at}/${name}`}
          />
        ))}
    </Stack>
  );
}
