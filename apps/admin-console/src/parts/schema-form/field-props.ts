import { isObject, type Json, type JsonObject } from '@bystack/api';
import { type ComponentType, createContext } from 'react';
import { useWords } from '../../platform/texts';
import { usePlaceholders } from './placeholders';
import { wordsOf } from './schema';

export interface SchemaFieldProps {
  readonly name: string;
  readonly schema: JsonObject;
  readonly required: boolean;
  readonly value: Json | undefined;
  /** What filling this in says about fields of the same form comes along in `beside`. */
  readonly onChange: (value: Json | undefined, beside?: JsonObject) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly at: string;
}

export interface SchemaFormProps {
  readonly schema: JsonObject;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
  /** Sentences by JSON pointer, e.g. `/quantity/value`. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly at?: string;
  /** Properties that are not for the reader to change. */
  readonly without?: readonly string[];
}

/** The form a field inside a form is drawn with: the form itself, handed down so that the two files need not import each other. */
export const InnerForm = createContext<ComponentType<SchemaFormProps>>(() => null);

/** What every input of a field shares: its words, whether it must be filled, what is wrong with it. */
export function useFieldWords({ name, schema, required, errors, at, value }: SchemaFieldProps) {
  const words = useWords();
  const { hint } = usePlaceholders();
  const description = [words(wordsOf(schema, 'description')), hint(isObject(value) ? undefined : value) ?? ''].filter((said) => said !== '').join(' ');
  return { label: words(wordsOf(schema, 'title'), name), description: description || undefined, error: errors[at], withAsterisk: required, 'aria-required': required };
}
