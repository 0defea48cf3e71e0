import { objectOf, type Json, type JsonObject, type SlotChoice } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { choiceWords } from '../../../parts/schema-form/schema';
import { usePlaceholders } from '../../../parts/schema-form/placeholders';
import { useWords } from '../../../platform/texts';
import { calledIn, fieldsIn } from '../said/said-rows';
import { changedValues } from './changed-values';

/** Each value that is not as the template has it: what it was, and what it will be. */
export function Changed({ preset, choice, schema }: { readonly preset: SlotChoice; readonly choice: SlotChoice; readonly schema: JsonObject }) {
  const { t } = useTranslation();
  const words = useWords();
  const { said } = usePlaceholders();
  const fields = fieldsIn(schema);
  const isOther = preset.module !== choice.module || preset.version !== choice.version;
  const told = (name: string, value: Json | undefined): string => {
    if (value === undefined || value === null || value === '') return t('create.noValue');
    const { 'x-unit': unit } = objectOf(fields.get(name));
    return words(choiceWords(objectOf(fields.get(name)), value), Array.isArray(value) ? value.map((each) => said(each as Json)).join(', ') || t('create.noValue') : said(value)) + (typeof unit === 'string' ? ` ${unit}` : '');
  };
  const values = changedValues(preset, choice);
  if (!isOther && values.length === 0) return null;
  return (
    <ul className="sub changed">
      {isOther && <li>{t('create.insteadOf', { module: `${preset.module} ${preset.version}` })}</li>}
      {values.map(({ path, before, after }) => {
        const name = String(path.findLast((part) => typeof part === 'string') ?? '');
        const called = path.map((part) => words(calledIn(fields, part))).join(' · ');
        return <li key={path.join()}>{before === undefined && isOther ? t('create.valueSet', { name: called, after: told(name, after) }) : t('create.valueChanged', { name: called, before: told(name, before), after: told(name, after) })}</li>;
      })}
    </ul>
  );
}
