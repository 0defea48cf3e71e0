import type { JsonObject } from '@bystack/api';
import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { JsonView } from '../../../parts/json-view';
import { usePlaceholders } from '../../../parts/schema-form/placeholders';
import { kindOf, propertiesOf, wordsOf } from '../../../parts/schema-form/schema';
import { SchemaForm } from '../../../parts/schema-form/schema-form';
import { useWords } from '../../../platform/texts';

interface ParamsFormProps {
  readonly schema: JsonObject;
  readonly value: JsonObject;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (value: JsonObject) => void;
  /** Where documents come from, if not from the template. */
  readonly documentsAre?: 'create.fromTemplate' | 'propose.asNow';
}

/** Parameters of a module. Whole documents among them (a rule book's package) come with the template and are shown, not typed. */
export function ParamsForm({ schema, value, errors, onChange, documentsAre = 'create.fromTemplate' }: ParamsFormProps) {
  const { t } = useTranslation();
  const words = useWords();
  const placeholders = usePlaceholders();
  const documents = propertiesOf(schema).filter(([, property]) => kindOf(property) === 'raw' || kindOf(property) === 'rows');
  return (
    <Stack gap="md" maw="34rem">
      <SchemaForm schema={schema} value={value} errors={errors} onChange={onChange} without={documents.map(([name]) => name)} />
      {documents
        .filter(([name]) => value[name] !== undefined)
        .map(([name, property]) => {
          const title = words(wordsOf(property, 'title'), name);
          return (
            <details key={name}>
              <summary>{t(documentsAre, { name: title })}</summary>
              <JsonView value={value[name] ?? null} label={title} />
              {placeholders.hint(value[name]) !== undefined && <p className="hint">{placeholders.hint(value[name])}</p>}
            </details>
          );
        })}
    </Stack>
  );
}
