import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { type ComponentType, createContext, use } from 'react';
import { type SchemaFieldProps, useFieldWords } from './field-props';
import { knownIn } from './schema';

/** What can be chosen by name: each name stands for an id. */
export type Known = ReadonlyMap<string, string>;
export interface KnownInputProps extends Omit<AutocompleteProps, 'data' | 'value' | 'onChange'> {
  readonly of: 'asset' | 'key';
  /** An id; while somebody types, whatever is there. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Chooses by name, or takes an id as it is. */
export function PickedByName({ known, value, onChange, ...props }: Omit<KnownInputProps, 'of'> & { readonly known: Known }) {
  const name = [...known].find(([, id]) => id === value)?.[0];
  return <Autocomplete {...props} data={[...known.keys()]} value={name ?? value} onChange={(text) => onChange(known.get(text) ?? text.trim())} />;
}

/** How ids are chosen where the form is: who knows the names says so. Elsewhere they are typed. */
export const KnownInput = createContext<ComponentType<KnownInputProps>>(({ of: _, ...props }) => <PickedByName known={new Map()} {...props} />);

export function KnownField(props: SchemaFieldProps) {
  const Input = use(KnownInput);
  const { value, schema, onChange } = props;
  return <Input {...useFieldWords(props)} of={knownIn(schema)!} value={typeof value === 'string' ? value : ''} onChange={(next) => onChange(next || undefined)} />;
}
