import { objectOf, type Json, type JsonObject } from '@bystack/api';
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { InnerForm, type SchemaFormProps } from './field-props';
import { SchemaField } from './schema-field';
import { propertiesOf, requiredIn } from './schema';

/** One below the other, or what belongs together on one line. */
function Fields({ isLine, children }: { readonly isLine: boolean; readonly children: ReactNode }) {
  return isLine ? <div className="line-fields">{children}</div> : <Stack gap="md">{children}</Stack>;
}

/** A form drawn from an object schema. It keeps plain JSON; what it cannot draw it lets edit as JSON. */
export function SchemaForm({ schema, value, onChange, errors = {}, at = '', without = [] }: SchemaFormProps) {
  const change = (name: string, next: Json | undefined, beside: JsonObject = {}) => {
    const { [name]: _old, ...others } = value;
    onChange({ ...others, ...beside, ...(next !== undefined && { [name]: next }) });
  };
  return (
    <InnerForm value={SchemaForm}>
      <Fields isLine={schema['x-layout'] === 'line'}>
      {propertiesOf(schema)
        .filter(([name]) => !without.includes(name))
        .map(([name, property]) => (
          <SchemaField
            key={name}
            name={name}
            schema={objectOf(property)}
            required={requiredIn(schema, name)}
            value={value[name]}
            onChange={(next, beside) => change(name, next, beside)}
            errors={errors}
            at={`${at}/${name}`}
          />
        ))}
      </Fields>
    </InnerForm>
  );
}
