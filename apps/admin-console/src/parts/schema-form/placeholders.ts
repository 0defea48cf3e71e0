import type { Json } from '@bystack/api';
import { useTranslation } from 'react-i18next';

/** Whole strings in parameters of a template that stand for the organisation that makes a chain of it, until it does; keys of their words. */
const PLACEHOLDERS = { '{organisation.key}': 'placeholder.key', '{organisation.name}': 'placeholder.name' } as const;
type Placeholder = keyof typeof PLACEHOLDERS;

const isPlaceholder = (value: Json | undefined): value is Placeholder => typeof value === 'string' && Object.hasOwn(PLACEHOLDERS, value);

/** Those that stand anywhere in a value, in the order in which they come. */
export function placeholdersIn(value: Json | undefined): readonly Placeholder[] {
  if (isPlaceholder(value)) return [value];
  const inside = typeof value === 'object' && value !== null ? Object.values(value).flatMap((each) => placeholdersIn(each as Json)) : [];
  return [...new Set(inside)];
}

/** `said` tells a value by what will stand in its place; `hint` explains those that stand in one as they are, and is undefined where there are none. */
export function usePlaceholders(): { readonly said: (value: Json) => string; readonly hint: (value: Json | undefined) => string | undefined } {
  const { t } = useTranslation();
  const hint = (value: Json | undefined) => placeholdersIn(value).map((placeholder) => t('placeholder.stands', { placeholder, what: t(PLACEHOLDERS[placeholder]) })).join(' ') || undefined;
  return { said: (value) => (isPlaceholder(value) ? t(PLACEHOLDERS[value]) : String(value)), hint };
}
